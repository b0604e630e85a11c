/** SHA-256 of some bytes, at once. The press hands in the platform's; 32 bytes come back. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** SHA-256 of some bytes, by WebCrypto: everywhere, but only asynchronously. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
}
