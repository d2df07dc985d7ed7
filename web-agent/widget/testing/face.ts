import type { WidgetConfig } from '../wire';

/** A widget as nobody has configured it. */
export const face: WidgetConfig = {
  title: 'Acme Air',
  greeting: 'Hello! How can we help?',
  offlineText: null,
  colour: '#0b5cab',
  online: true,
  preChat: { name: 'optional', email: 'optional', topic: 'off' },
  theme: { side: 'right', scheme: 'auto', corners: 'round', launcherText: '' },
  asksSatisfaction: false,
};
