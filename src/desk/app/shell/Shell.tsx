import { ActionIcon, Button, Menu, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { desk, told } from '../client.ts';
import { useMay, useMe } from '../queries.ts';
import { nameOf, useSpoken, useTelling } from '../words.tsx';
import { useDeskEvents } from './events.ts';
import { Icon } from './Icon.tsx';
import { ROOMS } from './rooms.ts';
import classes from './Shell.module.css';
import { useDeskKeys } from './use-desk-keys.ts';

const Palette = lazy(async () => ({ default: (await import('./Palette.tsx')).Palette }));
const Shortcuts = lazy(async () => ({ default: (await import('./Shortcuts.tsx')).Shortcuts }));

/** What stands around every page of somebody signed in. */
export function Shell() {
  const { words } = useSpoken();
  const [open, setOpen] = useState<'palette' | 'keys' | 'menu' | null>(null);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const news = useDeskEvents();
  useDeskKeys({ onPalette: () => setOpen('palette'), onHelp: () => setOpen('keys') });
  const came = useRef(pathname);
  useEffect(() => {
    if (came.current === pathname) return;
    came.current = pathname;
    setOpen(null);
    // Somebody may have gone on to a field of the new page already.
    if (main.current?.contains(document.activeElement) !== true) main.current?.focus({ preventScroll: true });
  }, [pathname]);
  // Whoever presses its keys types on at once: it is there before it is asked for.
  useEffect(() => void import('./Palette.tsx').catch(() => undefined), []);
  const close = () => setOpen(null);
  return (
    <div className={classes.desk}>
      <a className={classes.skip} href="#main">
        {words.skip}
      </a>
      <header className={classes.top}>
        <ActionIcon
          className={classes.menuButton}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={words.menu}
          onClick={() => setOpen('menu')}
        >
          <Icon name="menu" />
        </ActionIcon>
        <Nameplate />
        <button type="button" className={classes.finder} onClick={() => setOpen('palette')}>
          <Icon name="search" size={18} />
          <span>{words.palette.open}</span>
          <kbd>{PALETTE_KEY}</kbd>
        </button>
        <NewStory />
      </header>
      <div className={classes.rail}>
        <Rooms />
        <Foot news={news} onKeys={() => setOpen('keys')} />
      </div>
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      <Modal
        opened={open === 'menu'}
        onClose={close}
        title={words.menu}
        size="xs"
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <Rooms />
        <Foot news={news} onKeys={() => setOpen('keys')} />
      </Modal>
      <Suspense>
        {open === 'palette' && <Palette onClose={close} onHelp={() => setOpen('keys')} />}
        {open === 'keys' && <Shortcuts onClose={close} />}
      </Suspense>
    </div>
  );
}

const APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);
const PALETTE_KEY = APPLE ? '⌘K' : 'Ctrl K';

function Nameplate() {
  const { lang, words } = useSpoken();
  const { site } = useMe();
  return (
    <Link to="/" className={classes.nameplate}>
      <span className={classes.paperName}>
        {site === null ? 'Longwave' : nameOf(site.names, lang, 'Longwave')}
      </span>
      <span className={classes.deskName}>{words.name}</span>
    </Link>
  );
}

function Rooms() {
  const { words } = useSpoken();
  const may = useMay();
  return (
    <nav aria-label={words.name}>
      <ul className={classes.rooms}>
        {ROOMS.filter(({ act }) => may(act)).map(({ name, to }) => (
          <li key={name}>
            <Link to={to} className={classes.room} activeProps={{ 'aria-current': 'page' }}>
              <Icon name={name} />
              {words.rooms[name]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Foot({ news, onKeys }: { news: ReturnType<typeof useDeskEvents>; onKeys: () => void }) {
  const { words } = useSpoken();
  const { account, site } = useMe();
  const { figure } = useTelling();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const signOut = async () => {
    await told(desk['sign-out'].$post());
    await navigate({ to: '/sign-in' });
    // Whoever signs in next finds nothing of what was seen here.
    queries.clear();
  };
  return (
    <footer className={classes.foot}>
      <p
        role="status"
        className={classes.news}
        data-bad={news.kind === 'offline' || news.kind === 'failed' || undefined}
      >
        {news.kind === 'offline' && words.offline}
        {news.kind === 'pressing' && words.pressing}
        {news.kind === 'failed' && words.pressFailed}
        {news.kind === 'pressed' && news.edition !== null && words.pressed(figure(news.edition))}
      </p>
      {site !== null && (
        <a className={classes.room} href={`${site.address}/`} target="_blank" rel="noreferrer">
          <Icon name="out" />
          {words.readerSite}
        </a>
      )}
      <Menu position="top-start" withinPortal>
        <Menu.Target>
          <button type="button" className={classes.room}>
            <Icon name="account" />
            <bdi>{account.name}</bdi>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void navigate({ to: '/account' })}>{words.rooms.account}</Menu.Item>
          <Menu.Item onClick={onKeys}>{words.keys.title}</Menu.Item>
          <Menu.Item onClick={() => void signOut()}>{words.signOut}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </footer>
  );
}

function NewStory() {
  const { words } = useSpoken();
  const { site } = useMe();
  const may = useMay();
  const { Language } = useTelling();
  const navigate = useNavigate();
  if (site === null || !may('story.create')) return null;
  const begin = (lang: string) => void navigate({ to: '/new/$lang', params: { lang } });
  const face = {
    className: classes.newStory,
    leftSection: <Icon name="add" size={18} />,
    children: <span className={classes.newWords}>{words.newStory}</span>,
  };
  if (site.languages.length === 1) return <Button {...face} onClick={() => begin(site.defaultLang)} />;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button {...face} aria-label={words.newStory} />
      </Menu.Target>
      <Menu.Dropdown>
        {site.languages.map((lang) => (
          <Menu.Item key={lang} onClick={() => begin(lang)}>
            {Language(lang)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
