/** An element with a class and what is in it. Everything goes in as text: addresses and titles may be anything. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  kind: string,
  ...inner: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (kind !== '') made.className = kind;
  made.append(...inner);
  return made;
}

export function button(label: string, kind: string, press: () => void): HTMLButtonElement {
  const made = element('button', kind, label);
  made.type = 'button';
  made.addEventListener('click', press);
  return made;
}

/** Text that is not the page's own takes the direction of its first letters. */
export const foreign = (text: string): HTMLElement => element('bdi', '', text);
