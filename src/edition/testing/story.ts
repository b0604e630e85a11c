import type { PaperFile } from './paper.ts';

/* A story page as our templates write one, with everything in it that saving has to deal with. */

export const STORY = 'ru/2026/11/23/paromy-vyshli.html';
export const PICTURES = ['media/harbour/480.jpg', 'media/harbour/480.avif', 'media/quay/480.jpg'] as const;

const SHEET =
  'body{margin:0}.story h1{font:700 2rem serif}@media(prefers-color-scheme:dark){body{color:#eee}}';

/** Bytes that are told apart and do not pack. */
export function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24);
}

const picture = (name: string, alt: string): string =>
  `<picture><source type="image/avif" srcset="../../../../media/${name}/480.avif 480w, ../../../../media/${name}/960.avif 960w" sizes="100vw"><img src="../../../../media/${name}/960.jpg" srcset="../../../../media/${name}/480.jpg 480w, ../../../../media/${name}/960.jpg 960w" width="960" height="640" alt="${alt}" loading="lazy"></picture>`;

export function storyHtml(text = 'Паромы вышли из гавани в субботу.'): string {
  return `<!doctype html><html lang="ru" dir="ltr"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'"><meta name="referrer" content="no-referrer"><title>Паромы вышли — Пролив</title><link rel="stylesheet" href="../../../../assets/style-aaaa.css"><link rel="stylesheet" href="../../../../assets/style-bbbb.css"><link rel="icon" type="image/svg+xml" href="../../../../assets/icon.svg"><link rel="canonical" href="https://strait.example/ru/2026/11/23/paromy-vyshli.html"><link rel="alternate" type="application/rss+xml" href="../../../feed.xml"><meta property="og:title" content="Паромы &quot;вышли&quot; &amp; вернулись"><script type="application/ld+json">[{"headline":"\\u003cpicture\\u003e"}]</script></head><body class="story-page"><a class="skip" href="#main">К тексту</a><main id="main"><article class="story"><h1>Паромы &quot;вышли&quot;</h1><figure class="lead-picture">${picture('harbour', 'Гавань &amp; паром')}<figcaption><span class="caption">Гавань утром</span></figcaption></figure><p>${text} <a href="../../../tag/paromy.html?a=1&amp;b=2">Паромы</a> <a href="https://elsewhere.example/x">там</a></p><figure class="pic">${picture('quay', 'Причал')}<figcaption>Причал</figcaption></figure><audio controls preload="none" src="../../../../media/s/s.mp3"></audio></article><aside class="related"><div class="card">${picture('harbour', '')}</div></aside></main></body></html>\n`;
}

export const NOTE =
  '<style>.saved{padding:1rem}</style><aside class="saved"><p>Сохранено, издание {edition}, {published}. Не подтверждено после {confirmed}. <a href="{address}">{address}</a></p></aside>';

export const storyFiles = (html = storyHtml()): PaperFile[] => [
  { path: STORY, text: html },
  { path: 'assets/style-aaaa.css', text: SHEET, type: 'text/css; charset=utf-8' },
  { path: 'assets/style-bbbb.css', text: '.card{padding:0}', type: 'text/css; charset=utf-8' },
  { path: 'ru/saved-note.txt', text: NOTE, type: 'text/plain; charset=utf-8' },
  { path: 'media/harbour/480.jpg', bytes: noise(3_000, 1), type: 'image/jpeg' },
  { path: 'media/harbour/480.avif', bytes: noise(1_000, 2), type: 'image/avif' },
  { path: 'media/harbour/960.jpg', bytes: noise(9_000, 3), type: 'image/jpeg' },
  { path: 'media/quay/480.jpg', bytes: noise(2_000, 4), type: 'image/jpeg' },
  { path: 'media/quay/480.avif', bytes: noise(700, 5), type: 'image/avif' },
  { path: 'index.html', text: '<!doctype html><title>Front</title>' },
];

/** The least that is a story with a picture. */
export const smallStory = (): PaperFile[] => [
  {
    path: STORY,
    text: `<html><head><link rel="canonical" href="https://strait.example/${STORY}"></head><body><figure>${picture('harbour', '')}</figure>Да</body></html>\n`,
  },
  { path: 'ru/saved-note.txt', text: '<style></style>{edition}', type: 'text/plain; charset=utf-8' },
  { path: 'media/harbour/480.jpg', bytes: noise(40, 1), type: 'image/jpeg' },
];
