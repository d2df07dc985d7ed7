import { Widget } from './widget';

/** <script src="https://server/widget.js" data-widget="key" [data-language="es"] async></script> */
const script =
  (document.currentScript as HTMLScriptElement | null) ??
  document.querySelector<HTMLScriptElement>('script[data-widget][src*="/widget.js"]');
const widgetKey = script?.dataset['widget'];

if (script && widgetKey) {
  const options = { origin: new URL(script.src).origin, widgetKey, language: script.dataset['language'] ?? null };
  const begin = (): void => {
    if (document.querySelector('contact-center-chat')) return; // the page has the script twice
    void new Widget(options).start();
  };
  // An async script may run before there is a body to add to.
  if (document.body) begin();
  else document.addEventListener('DOMContentLoaded', begin);
}
