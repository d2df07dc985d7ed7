type Attributes = Record<string, string | null>;

/** An element with attributes and children; text is only ever text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const drawings = {
  chat: 'M4 5h16v11H9l-5 4z',
  clip: 'M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 5 5l-8.500 8.500a1.700 1.700 0 0 1-2.500-2.500L14.500 7.500',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M5 9l7 7 7-7',
  download: 'M12 4v11M6 10l6 6 6-6M5 20h14',
  send: 'M4 12L20 4l-5 16-3-7zM12 13l8-9',
};

export function icon(name: keyof typeof drawings): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  for (const [attribute, value] of Object.entries({ viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' })) {
    svg.setAttribute(attribute, value);
  }
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', drawings[name]);
  svg.append(path);
  return svg;
}

export function button(label: string, className: string, onClick: () => void, ...children: (Node | string)[]): HTMLButtonElement {
  const node = element('button', { type: 'button', class: className }, ...(children.length > 0 ? children : [label]));
  if (children.length > 0) node.setAttribute('aria-label', label);
  node.addEventListener('click', onClick);
  return node;
}

/** Writes only what differs: a live region must not announce the same text again. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
