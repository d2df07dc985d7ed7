import { Widget } from './widget';

/** <script src="https://server/widget.js" data-widget="key" [data-language="es"] async></script> */
const script =
  (document.currentScript as HTMLScriptElement | null) ??
  document.querySelector<HTMLScriptElement>('script[data-widget][src*="/widget.js"]');
const widgetKey = script?.dataset['widget'];

/** One widget a page, also when the page has the script twice or runs it again after it has replaced its body. */
const place = Symbol.for('contact-center-chat');
const page = window as { [place]?: Widget };

async function begin(origin: string, key: string, language: string | null): Promise<void> {
  const present = page[place];
  if (present) {
    present.attach();
    return;
  }
  const widget = (page[place] = new Widget({ origin, widgetKey: key, language }));
  if (await widget.start()) return;
  // eslint-disable-next-line no-console -- the site's developer has no other way to learn why there is no chat
  console.warn(`Chat widget "${key}": ${origin} does not know it, does not allow it on this site, or cannot be reached.`);
}

if (script && widgetKey) {
  const run = (): void => void begin(new URL(script.src).origin, widgetKey, script.dataset['language'] ?? null);
  // An async script may run before there is a body to add to.
  if (document.body) run();
  else document.addEventListener('DOMContentLoaded', run);
}
