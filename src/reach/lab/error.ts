/** Why the lab cannot run here, or what in it broke; for people to read. */
export class LabError extends Error {
  override name = 'LabError';
}
