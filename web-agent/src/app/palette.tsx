import { Kbd, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './palette.module.css';
import { type Choice, useChoices } from './palette-choices';
import { useFoundTickets } from './use-found-tickets';

/** One box for going anywhere and doing anything that this screen can do now. */
export function Palette({ done }: { done: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={done} size="lg" title={t('keys.palette')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Search done={done} />
    </Modal>
  );
}

function Search({ done }: { done: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const [marked, setMarked] = useState(0);
  const tickets = useFoundTickets(asked);
  const own = useChoices();
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const matching = own.filter((choice) => words.every((word) => `${choice.name} ${choice.kind}`.toLowerCase().includes(word)));
  const found = [...matching, ...tickets.choices.filter((ticket) => !matching.some((choice) => choice.id === ticket.id))];
  const current = Math.min(marked, found.length - 1);

  const take = (choice: Choice | undefined) => {
    if (choice === undefined) return;
    done();
    // When the dialog has given the focus back.
    requestAnimationFrame(() => { choice.run(); });
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setMarked(found.length === 0 ? 0 : (current + 1) % found.length);
    else if (event.key === 'ArrowUp') setMarked(found.length === 0 ? 0 : (current + found.length - 1) % found.length);
    else if (event.key === 'Enter') take(found[current]);
    else return;
    event.preventDefault();
  };

  const saying = tickets.failed ? t('palette.failed') : tickets.searching || asked !== typed.trim() ? t('palette.searching') : found.length === 0 ? t('palette.nothing') : '';
  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded={found.length > 0}
        aria-autocomplete="list"
        aria-controls={`${id}-choices`}
        aria-activedescendant={found.length > 0 ? `${id}-${String(current)}` : undefined}
        aria-label={t('palette.label')}
        placeholder={t('palette.label')}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setMarked(0);
        }}
        onKeyDown={onKey}
      />
      <ul id={`${id}-choices`} role="listbox" aria-label={t('palette.choices')} className={classes.choices} hidden={found.length === 0}>
        {found.map((choice, index) => (
          <Row key={choice.id} id={`${id}-${String(index)}`} choice={choice} marked={index === current} take={() => { take(choice); }} />
        ))}
      </ul>
      <div role="status" className={classes.kind}>
        {saying}
      </div>
    </>
  );
}

function Row({ id, choice, marked, take }: { id: string; choice: Choice; marked: boolean; take: () => void }) {
  useEffect(() => {
    if (marked) document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
  }, [id, marked]);
  return (
    <li
      id={id}
      role="option"
      aria-selected={marked}
      // The box keeps the focus, and the keys are its own.
      onMouseDown={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <span className={classes.name}>{choice.name}</span>
      <span className={classes.kind}>{choice.keys ? <Kbd size="xs">{choice.keys}</Kbd> : choice.kind}</span>
    </li>
  );
}
