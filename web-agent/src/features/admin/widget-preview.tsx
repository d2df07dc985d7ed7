import { SegmentedControl, Select } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Conversation } from '@widget/conversation';
import { paint, PanelView } from '@widget/panel-view';
import type { Snapshot } from '@widget/snapshot';
import { Store } from '@widget/store';
import { styles } from '@widget/styles';
import { directionOf, languages, pickLanguage, translator, type Language, type Texts } from '@widget/texts';
import { Wire, type Ask, type Theme, type VisitorMessage, type WidgetConfig } from '@widget/wire';
import { element, icon } from '@widget/dom';
import classes from './admin.module.css';

export interface WidgetValues extends Theme {
  title: string;
  greeting: string;
  offlineText: string;
  colour: string;
  askName: Ask;
  askEmail: Ask;
  askTopic: Ask;
  asksSatisfaction: boolean;
}

type Moment = 'on' | 'off' | 'talk' | 'end';

// The panel stands in the page here, not over it, and its launcher below it.
const inPlace = `:host { display: block !important; } .widget { display: flex; flex-direction: column; gap: 12px; }
.panel { height: 430px; position: static; width: 100%; max-width: none; max-height: none; animation: none; box-shadow: none; border: 1px solid var(--line); border-radius: var(--panel); }
.launcher, .launcher[aria-expanded=true] { position: static; display: flex; align-items: center; justify-content: center; }
[data-side=right] .launcher { align-self: flex-end; } [data-side=left] .launcher { align-self: flex-start; }
[dir=rtl][data-side=right] .launcher { align-self: flex-start; } [dir=rtl][data-side=left] .launcher { align-self: flex-end; }`;

const words: Record<Language, () => Promise<Partial<Texts>>> = {
  en: () => Promise.resolve({}),
  es: async () => (await import('@widget/texts/es')).spanish,
  de: async () => (await import('@widget/texts/de')).german,
  fr: async () => (await import('@widget/texts/fr')).french,
  pt: async () => (await import('@widget/texts/pt')).portuguese,
  ar: async () => (await import('@widget/texts/ar')).arabic,
};

interface Drawn {
  show: (config: WidgetConfig, moment: Moment, sample: { question: string; answer: string }) => void;
}

/** The widget's own panel, fed by hand: nothing of it reaches a server. */
function draw(host: HTMLElement, language: Language, table: Partial<Texts>): Drawn {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles + inPlace);
  root.adoptedStyleSheets = [sheet];
  const silent = new Wire('', 'preview', () => Promise.reject(new Error('A preview sends nothing.')));
  const conversation = new Conversation(silent, new Store('preview', null), language, () => undefined, null);
  const frame = element('div', { class: 'widget', lang: language, dir: directionOf(language) });
  root.replaceChildren(frame);
  return {
    show: (config, moment, { question, answer }) => {
      paint(frame, config);
      conversation.preview(config);
      // Another greeting or talk needs another list: the log keeps what it has shown.
      const panel = new PanelView(conversation, translator(table), language, () => undefined);
      const invitation = element('span', { class: 'invitation', dir: 'auto' }, config.theme.launcherText);
      const launcher = element('button', { type: 'button', class: config.theme.launcherText ? 'launcher worded' : 'launcher' }, icon('chat'), invitation);
      frame.replaceChildren(panel.node, launcher);
      panel.open();
      panel.render(momentOf(conversation.snapshot(), moment, config, [line(1, 'me', question), line(2, 'agent', answer)]));
    },
  };
}

function line(sequence: number, from: 'me' | 'agent', text: string): VisitorMessage {
  return { id: String(sequence), sequence, from, name: from === 'agent' ? 'Ana' : null, text, at: '2026-01-01T09:30:00Z', code: null, attachments: [] };
}

function momentOf(snapshot: Snapshot, moment: Moment, config: WidgetConfig, messages: VisitorMessage[]): Snapshot {
  const begins = moment === 'on' || moment === 'off';
  const status = begins ? 'none' : moment === 'talk' ? 'assigned' : 'closed';
  return {
    ...snapshot,
    config,
    messages: begins ? [] : messages,
    state: { status, position: null, expectedWait: null, online: moment !== 'off', agentName: moment === 'talk' ? 'Ana' : null },
    hasSession: !begins,
    form: begins ? snapshot.form : null,
    rating: moment === 'end' && config.asksSatisfaction ? 'ask' : null,
  };
}

export function WidgetPreview({ values }: { values: WidgetValues }) {
  const { t, i18n } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [moment, setMoment] = useState<Moment>('on');
  const [language, setLanguage] = useState<Language>(() => pickLanguage([i18n.language]));
  const look = JSON.stringify(configOf(values, moment));

  useEffect(() => {
    let here = true;
    void words[language]().then((table) => {
      if (here && host.current !== null) setDrawn(draw(host.current, language, table));
    });
    return () => { here = false; };
  }, [language]);

  useEffect(() => {
    drawn?.show(JSON.parse(look) as WidgetConfig, moment, { question: t('widgets.sampleQuestion'), answer: t('widgets.sampleAnswer') });
  }, [drawn, look, moment, t]);

  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('widgets.previewShows')}
        value={moment}
        onChange={(value) => { setMoment(value as Moment); }}
        data={[
          { value: 'on', label: t('widgets.onDuty') },
          { value: 'off', label: t('widgets.offDuty') },
          { value: 'talk', label: t('widgets.talk') },
          { value: 'end', label: t('widgets.end') },
        ]}
      />
      <Select
        aria-label={t('widgets.previewLanguage')}
        size="xs"
        className={classes.previewLanguage}
        data={languages.map((one) => ({ value: one, label: new Intl.DisplayNames([one], { type: 'language' }).of(one) ?? one }))}
        value={language}
        onChange={(value) => { if (value !== null) setLanguage(value as Language); }}
        allowDeselect={false}
      />
      {/* A picture: nobody can write in it. */}
      <div role="img" aria-label={t('widgets.previewOf')}>
        <div ref={host} inert />
      </div>
    </>
  );
}

function configOf({ askName, askEmail, askTopic, side, scheme, corners, launcherText, ...rest }: WidgetValues, moment: Moment): WidgetConfig {
  const { title, greeting, offlineText, colour, asksSatisfaction } = rest;
  return {
    title, greeting, offlineText, colour, asksSatisfaction,
    online: moment !== 'off',
    preChat: { name: askName, email: askEmail, topic: askTopic },
    theme: { side, scheme, corners, launcherText },
  };
}
