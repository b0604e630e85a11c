/**
 * Words of a refusal, for people: a command line or a page that verifies shows them. Programs that go by codes alone, as
 * the worker does, are built without anything that bears this tag.
 */
export const said = (strings: TemplateStringsArray, ...values: unknown[]): string =>
  String.raw({ raw: strings }, ...values);
