import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en';
import type { enAdmin } from './en-admin';
import type { enWhatIf } from './en-what-if';
import type { Texts } from './pseudo';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en & typeof enAdmin & typeof enWhatIf };
  }
}

/** What a user can choose, each by its own name. */
export const languages = { en: 'English', es: 'Español' } as const;
export type Language = keyof typeof languages;

// The tag of a made-up language that Intl knows how to treat: as English, from right to left.
const pseudoTag = 'en-XB';
const storedUnder = 'cc.language';

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  // React escapes what it renders.
  interpolation: { escapeValue: false },
  initAsync: false,
});

// Only English comes with the first load.
const loaders: Record<string, () => Promise<Texts>> = {
  es: async () => (await import('./es')).es,
  [pseudoTag]: async () => {
    const [{ pseudo }, admin, whatIf] = await Promise.all([import('./pseudo'), import('./en-admin'), import('./en-what-if')]);
    return pseudo({ ...en, ...admin.enAdmin, ...whatIf.enWhatIf });
  },
};

async function change(tag: string): Promise<void> {
  const load = loaders[tag];
  if (load !== undefined && !i18next.hasResourceBundle(tag, 'translation')) {
    i18next.addResourceBundle(tag, 'translation', await load());
  }
  await i18next.changeLanguage(tag);
  document.documentElement.lang = tag;
  document.documentElement.dir = tag === pseudoTag ? 'rtl' : 'ltr';
}

/** The texts of the administration pages, which other languages bring with them. */
export async function loadAdminTexts(): Promise<void> {
  const { enAdmin: texts } = await import('./en-admin');
  i18next.addResourceBundle('en', 'translation', texts, true);
}

/** The same of the what-if pages. */
export async function loadWhatIfTexts(): Promise<void> {
  const { enWhatIf: texts } = await import('./en-what-if');
  i18next.addResourceBundle('en', 'translation', texts, true);
}

/** The user's choice, remembered on this machine. */
export async function chooseLanguage(language: Language): Promise<void> {
  await change(language);
  localStorage.setItem(storedUnder, language);
}

/** Before anything is drawn: the choice made here before, else what the browser asks for, else English. */
export async function startLanguage(search: string = window.location.search): Promise<void> {
  const asked = new URLSearchParams(search).get('lang');
  if (asked === 'pseudo-rtl') return change(pseudoTag);
  const wishes = [asked, localStorage.getItem(storedUnder), ...navigator.languages.map((tag) => tag.split('-')[0] ?? '')];
  const language = wishes.find((wish) => wish !== null && wish in languages) ?? 'en';
  try {
    await change(language);
  } catch {
    // Its texts cannot be loaded right now: the console in English is better than none.
  }
}

export { i18next };
