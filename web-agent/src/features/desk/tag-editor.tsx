import { CloseButton, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { ApiProblem } from '@/shared/api/problem';
import { keys } from '@/shared/api/query-client';
import type { Ticket } from '@/shared/api/types';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { applyTicket } from './cache';
import classes from './details.module.css';
import { tagsQuery } from './queries';
import { Tags } from './tags';

// The server's limit for one tag.
const maxLength = 40;

export function TagEditor({ ticket, works }: { ticket: Ticket; works: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h6" id={id}>
        {t('tags.title')}
      </Title>
      {works ? <Editor ticket={ticket} labelled={id} /> : <Tags tags={ticket.tags} />}
    </section>
  );
}

interface TagChange {
  tag: string;
  on: boolean;
}

function Editor({ ticket, labelled }: { ticket: Ticket; labelled: string }) {
  const { t } = useTranslation();
  const list = useId();
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState('');
  const { data: used } = useQuery(tagsQuery(ticket.clientId));
  const change = useMutation({
    mutationFn: ({ tag, on }: TagChange) => {
      const path = { id: ticket.id };
      return answerOf(
        on
          ? api.POST('/api/v1/tickets/{id}/tags', { params: { path }, body: { tag } })
          : api.DELETE('/api/v1/tickets/{id}/tags', { params: { path, query: { tag } } }),
      );
    },
    onSuccess: (answer, { tag, on }) => {
      applyTicket(queryClient, answer);
      void queryClient.invalidateQueries({ queryKey: keys.tags(ticket.clientId) });
      // What was typed meanwhile is the next tag.
      if (on) setTyped((text) => (text === tag ? '' : text));
    },
  });
  const error = change.error instanceof ApiProblem ? (change.error.errors.tag ? t('tags.invalid') : problemText(change.error)) : undefined;
  return (
    <>
      {ticket.tags.length > 0 && (
        <ul className={classes.tags} aria-labelledby={labelled}>
          {ticket.tags.map((tag) => (
            <li key={tag} className={classes.tag}>
              <span>{tag}</span>
              <CloseButton
                size={24}
                iconSize={12}
                aria-label={t('tags.remove', { tag })}
                disabled={change.isPending}
                onClick={() => { change.mutate({ tag, on: false }); }}
              />
            </li>
          ))}
        </ul>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '' && !change.isPending) change.mutate({ tag: typed, on: true });
        }}
      >
        <TextInput
          size="xs"
          mt={6}
          aria-label={t('tags.add')}
          placeholder={t('tags.placeholder')}
          list={list}
          autoComplete="off"
          maxLength={maxLength}
          value={typed}
          error={error}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            change.reset();
          }}
        />
        <datalist id={list}>
          {(used?.items ?? [])
            .filter((known) => !ticket.tags.includes(known.name))
            .map((known) => (
              <option key={known.id} value={known.name} />
            ))}
        </datalist>
      </form>
    </>
  );
}
