import type { EditorMedia, KnownMedium } from '../media.ts';

/** A library in the page's memory. `how`: `now`, `hold` until `window.letUploadsGo()` is called, or `fail` once. */
export function harnessMedia(how: string): EditorMedia {
  const known = new Map<string, KnownMedium>();
  let failed = false;
  let count = 0;
  let letGo: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  Object.assign(window, { letUploadsGo: letGo, library: known });
  return {
    find: (id) => Promise.resolve(known.get(id) ?? (id.startsWith('sample') ? sampleMedium(id) : null)),
    async upload(file, onProgress) {
      onProgress(0.3);
      if (how === 'hold') await held;
      if (how === 'fail' && !failed) {
        failed = true;
        throw new Error('the connection broke');
      }
      count += 1;
      const medium: KnownMedium = {
        id: `m${count}`,
        kind: file.type.startsWith('image/') ? 'picture' : file.type.startsWith('audio/') ? 'audio' : 'file',
        name: file.name,
        alt: '',
        caption: '',
        credit: '',
        preview: URL.createObjectURL(file),
      };
      known.set(medium.id, medium);
      return medium;
    },
    describe(id, words) {
      const medium = known.get(id) ?? sampleMedium(id);
      const next = { ...medium, ...words };
      known.set(id, next);
      return Promise.resolve(next);
    },
  };
}

const drawn = new Map<string, KnownMedium>();

function sampleMedium(id: string): KnownMedium {
  const found = drawn.get(id);
  if (found !== undefined) return found;
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 320;
  const pen = canvas.getContext('2d');
  if (pen !== null) {
    pen.fillStyle = '#7aa5c4';
    pen.fillRect(0, 0, 640, 200);
    pen.fillStyle = '#35566e';
    pen.fillRect(0, 200, 640, 120);
    pen.fillStyle = '#c4453b';
    pen.fillRect(180, 120, 40, 110);
  }
  const medium: KnownMedium = {
    id,
    kind: 'picture',
    name: 'quay.png',
    alt: 'Cranes at dusk',
    caption: 'The quay in November',
    credit: 'Ila Renn',
    preview: canvas.toDataURL(),
  };
  drawn.set(id, medium);
  return medium;
}
