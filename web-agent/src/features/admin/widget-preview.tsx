import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Conversation } from '@widget/conversation';
import { paint, PanelView } from '@widget/panel-view';
import { Store } from '@widget/store';
import { styles } from '@widget/styles';
import { pickLanguage, translator } from '@widget/texts';
import { Wire } from '@widget/wire';

export interface WidgetLook {
  title: string;
  greeting: string;
  offlineText: string;
  colour: string;
}

// The panel stands in the page here, not over it.
const inPlace = `:host { display: block !important; } .widget { height: 520px; } .panel { height: 100%; position: static; width: 100%; max-width: none; max-height: none; animation: none; box-shadow: none; }`;

interface Drawn {
  show: (look: WidgetLook, online: boolean) => void;
}

/** The widget's own panel, fed by hand: nothing of it reaches a server. */
function draw(host: HTMLElement, language: string): Drawn {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles + inPlace);
  root.adoptedStyleSheets = [sheet];
  const known = pickLanguage([language]);
  const silent = new Wire('', 'preview', () => Promise.reject(new Error('A preview sends nothing.')));
  const conversation = new Conversation(silent, new Store('preview', null), known, () => undefined, null);
  const panel = new PanelView(conversation, translator(known), known, () => undefined);
  const frame = document.createElement('div');
  frame.className = 'widget';
  frame.lang = known;
  frame.append(panel.node);
  root.replaceChildren(frame);
  panel.open();
  return {
    show: ({ title, greeting, offlineText, colour }, online) => {
      paint(frame, colour);
      // The log keeps what it has shown: another greeting needs another list.
      panel.render({ ...conversation.snapshot(), config: null });
      panel.render({
        ...conversation.snapshot(),
        config: { title, greeting, offlineText, colour, online },
        state: { status: 'none', position: null, online, agentName: null },
      });
    },
  };
}

export function WidgetPreview({ look }: { look: WidgetLook }) {
  const { t, i18n } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  const [duty, setDuty] = useState('on');
  const { title, greeting, offlineText, colour } = look;

  useEffect(() => {
    if (host.current !== null) drawn.current = draw(host.current, i18n.language);
  }, [i18n.language]);

  useEffect(() => {
    drawn.current?.show({ title, greeting, offlineText, colour }, duty === 'on');
  }, [title, greeting, offlineText, colour, duty, i18n.language]);

  return (
    <>
      <SegmentedControl
        aria-label={t('widgets.preview')}
        value={duty}
        onChange={setDuty}
        data={[
          { value: 'on', label: t('widgets.onDuty') },
          { value: 'off', label: t('widgets.offDuty') },
        ]}
      />
      {/* A picture: nobody can write in it. */}
      <div role="img" aria-label={t('widgets.previewOf')}>
        <div ref={host} inert />
      </div>
    </>
  );
}
