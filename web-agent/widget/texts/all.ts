import type { Language, Texts } from '../texts';
import { arabic } from './ar';
import { french } from './fr';
import { german } from './de';
import { portuguese } from './pt';
import { spanish } from './es';

/** For the build, which makes a file of each, and for tests; the widget itself loads the one that it needs. */
export const translations: Record<Exclude<Language, 'en'>, Texts> = { es: spanish, de: german, fr: french, pt: portuguese, ar: arabic };
