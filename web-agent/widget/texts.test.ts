import { describe, expect, test } from 'vitest';
import { face } from './testing/face';
import type { Snapshot } from './snapshot';
import { statusText, systemText, typingText } from './status-text';
import { directionOf, english as englishTexts, languages, pickLanguage, translator, type TextKey } from './texts';
import { translations } from './texts/all';
import type { VisitorMessage, VisitorState } from './wire';

const english = translator();
const spanish = translator(translations.es);

function snapshot(state: Partial<VisitorState>, more: Partial<Snapshot> = {}): Snapshot {
  return {
    config: { ...face, offlineText: 'Back at nine.' },
    state: { status: 'none', position: null, expectedWait: null, online: true, agentName: null, ...state },
    messages: [], unsent: [], troubled: false, slowedDownFor: null, connectionLost: false, agentTyping: false, unread: [],
    hasSession: true, notice: null, form: null, refusedFields: [], rating: null, ...more,
  };
}

function system(code: string | null, name: string | null = null, text = ''): VisitorMessage {
  return { id: '1', sequence: 1, from: 'system', name, text, at: '2026-01-01T00:00:00Z', code, attachments: [] };
}

describe('The status line', () => {
  test.each<[Snapshot, string | null, string | null]>([
    [snapshot({ status: 'none' }), null, null],
    [snapshot({ status: 'none', online: false }), 'Back at nine.', 'Back at nine.'],
    [snapshot({ status: 'waiting', position: 3 }), 'You are number 3 in line', 'Usted es el número 3 en la cola'],
    [
      snapshot({ status: 'waiting', position: 3, expectedWait: { shortestSeconds: 130, longestSeconds: 350 } }),
      'You are number 3 in line, for about 2–6 min', 'Usted es el número 3 en la cola; espera aproximada: 2-6 min',
    ],
    [
      snapshot({ status: 'waiting', position: 1, expectedWait: { shortestSeconds: 5, longestSeconds: 40 } }),
      'You are number 1 in line, for about 1 min', 'Usted es el número 1 en la cola; espera aproximada: 1 min',
    ],
    [snapshot({ status: 'waiting' }), 'An agent is being found', 'Estamos buscando un agente'],
    [
      snapshot({ status: 'waiting', position: 1, online: false }),
      'Nobody is on duty right now. Your message has arrived. Keep this chat open to be answered, or write again later.',
      'Ahora no hay nadie de servicio. Su mensaje ha llegado. Deje este chat abierto para recibir respuesta o vuelva a escribir más tarde.',
    ],
    [snapshot({ status: 'assigned', agentName: 'Ana' }), 'You are chatting with Ana', 'Está hablando con Ana'],
    [snapshot({ status: 'assigned' }), 'You are chatting with an agent', 'Está hablando con un agente'],
    [snapshot({ status: 'closed' }), 'This chat has ended. Write to start again.', 'Este chat ha terminado. Escriba para empezar de nuevo.'],
    [snapshot({ status: 'assigned' }, { connectionLost: true }), 'Connection lost. Reconnecting…', 'Se perdió la conexión. Conectando de nuevo…'],
    [
      snapshot({}, { slowedDownFor: 20, troubled: true }),
      'Too many messages at once. Yours will be sent in 20 seconds.',
      'Demasiados mensajes a la vez. El suyo se enviará en 20 segundos.',
    ],
  ])('%#: says where the conversation stands', (now, inEnglish, inSpanish) => {
    expect(statusText(now, english, 'en')).toBe(inEnglish);
    expect(statusText(now, spanish, 'es')).toBe(inSpanish);
  });

  test('has its own words when the client gave none for being offline', () => {
    const now = snapshot({ online: false });
    expect(statusText({ ...now, config: null }, english, 'en')).toBe('Nobody is on duty right now. Write to us and keep this chat open: we answer here.');
  });
});

describe('System messages and typing', () => {
  test.each([
    [system('agent_joined', 'Ana'), 'Ana joined the chat'],
    [system('agent_joined'), 'An agent joined the chat'],
    [system('transferred'), 'You are being transferred to another agent'],
    [system('ended'), 'The chat has ended'],
    [system('not_known_yet', null, 'Words of the server'), 'Words of the server'],
  ])('%#: are said by code', (message, text) => {
    expect(systemText(message, english)).toBe(text);
  });

  test('typing names the agent when there is a name', () => {
    expect(typingText(snapshot({ agentName: 'Ana' }, { agentTyping: true }), english)).toBe('Ana is typing…');
    expect(typingText(snapshot({}, { agentTyping: true }), spanish)).toBe('El agente está escribiendo…');
    expect(typingText(snapshot({ agentName: 'Ana' }), english)).toBe('');
  });
});

describe('Languages', () => {
  test.each([
    [['es-MX'], 'es'],
    [['fr-CA', 'es', 'en'], 'fr'],
    [['tlh', 'pt-BR'], 'pt'],
    [['EN-gb', 'es'], 'en'],
    [['de'], 'de'],
    [['ar-EG'], 'ar'],
    [['tlh'], 'en'],
    [[], 'en'],
  ])('%j is spoken to in %s', (wishes, language) => {
    expect(pickLanguage(wishes)).toBe(language);
  });

  test.each(languages.filter((language) => language !== 'en'))('%s says everything, in its own words, with every place', (language) => {
    const table = translations[language as keyof typeof translations];
    const text = translator(table);
    for (const key of Object.keys(englishTexts) as TextKey[]) {
      const places = englishTexts[key].match(/\{\w+\}/g) ?? [];
      expect(table[key].trim(), `${language}.${key}`).not.toBe('');
      expect([...(text(key).match(/\{\w+\}/g) ?? [])].sort(), `${language}.${key}`).toEqual([...places].sort());
    }
    const same = (Object.keys(englishTexts) as TextKey[]).filter((key) => table[key] === englishTexts[key]);
    expect(same.length).toBeLessThan(5);
  });

  test('what a language file lacks is said in English, and only Arabic runs from the right', () => {
    expect(translator({ send: 'Senden' })('write')).toBe('Write a message');
    expect(languages.filter((language) => directionOf(language) === 'rtl')).toEqual(['ar']);
  });
});
