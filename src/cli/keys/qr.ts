import encodeQR from 'qr';
import { fingerprintCode } from '#edition';

/** A fingerprint's QR code for a terminal: lines of block characters, dark on light or light on dark alike. */
export const qrLines = (fingerprint: string): string[] =>
  encodeQR(fingerprintCode(fingerprint), 'ascii', { ecc: 'medium', border: 2 }).trimEnd().split('\n');

/** The same as a picture for paper, SVG. */
export const qrSvg = (fingerprint: string): string =>
  encodeQR(fingerprintCode(fingerprint), 'svg', { ecc: 'quartile', border: 4 });
