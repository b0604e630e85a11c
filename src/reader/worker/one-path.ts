/*
 * Stands in for the patterns of paths that any client of TUF knows: the keys of an edition delegate one path, to the
 * letter. What would be a pattern matches nothing here.
 */

export const matchesPattern = (pattern: string, path: string): boolean => pattern === path;
