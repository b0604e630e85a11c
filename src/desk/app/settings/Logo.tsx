import { useQuery } from '@tanstack/react-query';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import type { Site } from '../shapes.ts';
import { directionOf, nameOf, useTelling } from '../words.tsx';
import { OnePicture } from './OnePicture.tsx';
import { SettingTrouble } from './Saving.tsx';

type Id = Site['publisher']['logo'];

/** The publisher's logo, and what is told of it to those who cannot see it. */
export function Logo({ site, onChange }: { site: Site; onChange: (logo: Id) => void }) {
  const { settings: say } = useHouseWords();
  const { logo } = site.publisher;
  return (
    <OnePicture
      label={say.site.logo}
      picture={logo}
      chooseWords={say.site.chooseLogo}
      noneWords={say.site.noLogo}
      whole
      onChange={onChange}
    >
      <p className={page.soft}>{say.site.logoHint}</p>
      {logo !== null && <Alt logo={logo} site={site} />}
    </OnePicture>
  );
}

function Alt({ logo, site }: { logo: string; site: Site }) {
  const { settings: say } = useHouseWords();
  const { language } = useTelling();
  const { data, error } = useQuery({
    queryKey: ['medium', logo],
    queryFn: ({ signal }) => told(desk.media[':id'].$get({ param: { id: logo } }, { init: { signal } })),
  });
  if (error !== null) return <SettingTrouble error={error} />;
  if (data?.media.kind !== 'picture') return null;
  const { alts } = data.media;
  return (
    <dl className={page.soft}>
      {site.languages.map((lang) => (
        <div key={lang}>
          <dt>{say.site.logoSays(language(lang))}</dt>
          <dd lang={lang} dir={directionOf(lang)}>
            {nameOf(alts, lang, '') || nameOf(site.names, lang, '')}
          </dd>
        </div>
      ))}
    </dl>
  );
}
