/** Addresses a body may hold; everything else (scripts, data, files, anchors of the old page) is no link. */
const LINK_PROTOCOLS = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** An absolute address, or null where the text must stand without a link. */
export function linkAddress(href: string, base: string | null): string | null {
  const text = href.trim();
  if (text === '' || text.startsWith('#')) return null;
  const url = parse(text, base);
  if (!url || !LINK_PROTOCOLS.has(url.protocol)) return null;
  if ((url.protocol === 'http:' || url.protocol === 'https:') && url.hostname === '') return null;
  url.username = '';
  url.password = '';
  return url.href;
}

/** An absolute http(s) address of a picture, file or page, or null. */
export function webAddress(src: string, base: string | null): string | null {
  const address = linkAddress(src, base);
  return address && /^https?:/.test(address) ? address : null;
}

function parse(text: string, base: string | null): URL | null {
  const cleaned = text.startsWith('//') ? `https:${text}` : text;
  try {
    return base ? new URL(cleaned, base) : new URL(cleaned);
  } catch {
    return null;
  }
}

const PROVIDERS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be)$/, 'YouTube'],
  [/(?:^|\.)vimeo\.com$/, 'Vimeo'],
  [/(?:^|\.)(?:twitter\.com|x\.com)$/, 'X'],
  [/(?:^|\.)facebook\.com$/, 'Facebook'],
  [/(?:^|\.)instagram\.com$/, 'Instagram'],
  [/(?:^|\.)threads\.net$/, 'Threads'],
  [/(?:^|\.)(?:t\.me|telegram\.org)$/, 'Telegram'],
  [/(?:^|\.)tiktok\.com$/, 'TikTok'],
  [/(?:^|\.)soundcloud\.com$/, 'SoundCloud'],
  [/(?:^|\.)spotify\.com$/, 'Spotify'],
  [/(?:^|\.)dailymotion\.com$|(?:^|\.)dai\.ly$/, 'Dailymotion'],
  [/(?:^|\.)flickr\.com$/, 'Flickr'],
  [/(?:^|\.)(?:wordpress\.tv|videopress\.com)$/, 'WordPress.tv'],
  [/(?:^|\.)reddit\.com$/, 'Reddit'],
  [/(?:^|\.)tumblr\.com$/, 'Tumblr'],
  [/(?:^|\.)issuu\.com$/, 'Issuu'],
  [/(?:^|\.)scribd\.com$/, 'Scribd'],
  [/(?:^|\.)slideshare\.net$/, 'SlideShare'],
  [/(?:^|\.)mixcloud\.com$/, 'Mixcloud'],
  [/(?:^|\.)ted\.com$/, 'TED'],
  [/(?:^|\.)rutube\.ru$/, 'Rutube'],
  [/(?:^|\.)(?:vk\.com|vkvideo\.ru)$/, 'VK'],
  [/(?:^|\.)odysee\.com$/, 'Odysee'],
  [/(?:^|\.)datawrapper\.(?:de|dwcdn\.net)$|(?:^|\.)dwcdn\.net$/, 'Datawrapper'],
  [/(?:^|\.)documentcloud\.org$/, 'DocumentCloud'],
  [/(?:^|\.)bsky\.app$/, 'Bluesky'],
];

/** The name of a known provider for an address, or null. */
export function knownProvider(address: string): string | null {
  const host = hostOf(address);
  return PROVIDERS.find(([pattern]) => pattern.test(host))?.[1] ?? null;
}

/** The provider's name, or the host, for people. */
export function providerOf(address: string): string {
  return knownProvider(address) ?? hostOf(address).replace(/^www\./, '');
}

function hostOf(address: string): string {
  try {
    return new URL(address).hostname;
  } catch {
    return '';
  }
}

/** A player's address as the page that people can open. */
export function publicAddress(address: string): string {
  const youtube = /^https?:\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/(?:embed|v)\/([\w-]{6,})/.exec(address);
  if (youtube) return `https://www.youtube.com/watch?v=${youtube[1]}`;
  const vimeo = /^https?:\/\/player\.vimeo\.com\/video\/(\d+)/.exec(address);
  if (vimeo) return `https://vimeo.com/${vimeo[1]}`;
  return address;
}
