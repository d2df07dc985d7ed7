import { createTheme, Menu, Notification, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'indigo',
  // Both shades carry white text at more than 4.5:1.
  primaryShade: { light: 8, dark: 8 },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '600' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The placeholder is an element that a menu must not contain; each menu's first item has data-autofocus instead.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    // Under a title it has a grey of its own, which is fainter than ours.
    Notification: Notification.extend({ styles: { description: { color: 'var(--mantine-color-dimmed)' } } }),
  },
});

/** Secondary text at no less than 4.5:1 on every surface the console uses; the stock greys are fainter. */
export const cssVariablesResolver: CSSVariablesResolver = (mantine) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': mantine.colors.gray[7],
    '--mantine-color-placeholder': mantine.colors.gray[7],
    '--mantine-color-error': mantine.colors.red[9],
    '--cc-surface': mantine.white,
    '--cc-canvas': mantine.colors.gray[0],
    '--cc-line': mantine.colors.gray[3],
    '--cc-own': mantine.colors.indigo[0],
    '--cc-note': mantine.colors.yellow[0],
    '--cc-note-line': mantine.colors.yellow[6],
    '--cc-accent': mantine.colors.indigo[8],
    '--cc-control': mantine.colors.gray[6],
  },
  dark: {
    '--mantine-color-dimmed': mantine.colors.dark[1],
    '--mantine-color-placeholder': mantine.colors.dark[1],
    '--mantine-color-error': mantine.colors.red[4],
    '--cc-surface': mantine.colors.dark[7],
    '--cc-canvas': mantine.colors.dark[8],
    '--cc-line': mantine.colors.dark[4],
    '--cc-own': '#262d4f',
    '--cc-note': '#3b3420',
    '--cc-note-line': mantine.colors.yellow[8],
    '--cc-accent': mantine.colors.indigo[3],
    '--cc-control': mantine.colors.dark[2],
  },
});
