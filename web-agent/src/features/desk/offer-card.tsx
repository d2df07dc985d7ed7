import { Button, Group, Kbd, Progress, Text, Title, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { hasCode } from '@/shared/api/problem';
import { keys } from '@/shared/api/query-client';
import { serverNow } from '@/shared/api/clock';
import { may, useSession } from '@/shared/api/session';
import type { Offer } from '@/shared/api/types';
import { useCommand } from '@/shared/keys/commands';
import { keyOf } from '@/shared/keys/shortcuts';
import { clockText } from '@/shared/ui/duration';
import { useNow } from '@/shared/ui/use-now';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { applyTicket, offerNotice, withoutOffer } from './cache';
import classes from './desk.module.css';
import { meQuery, skillsQuery } from './queries';
import { useOfferAlerts } from './use-offer-alerts';

/** The work offered to this agent, wherever in the console he is. It is announced but takes no focus from his typing. */
export function OfferCard() {
  const { t } = useTranslation();
  const works = may(useSession(), 'tickets.work');
  const { data: me } = useQuery({ ...meQuery, enabled: works });
  const now = useNow();
  const offer = me?.offer ?? null;
  const open = offer !== null && Date.parse(offer.deadline) > now;
  useOfferAlerts(open ? offer : null);
  return (
    <>
      <VisuallyHidden role="status" aria-live="assertive">
        {open ? t('offer.announce', { client: offer.clientName, subject: offer.subject }) : ''}
      </VisuallyHidden>
      {open && <Card key={offer.offerId} offer={offer} now={now} />}
    </>
  );
}

function Card({ offer, now }: { offer: Offer; now: number }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  const [shownAt] = useState(serverNow);
  const skills = useQuery(skillsQuery).data?.items;
  const path = { id: offer.offerId };

  const failed = (title: string) => (error: unknown) => {
    const gone = hasCode(error, 'offer_gone');
    if (gone) withoutOffer(queryClient, offer.offerId);
    notifications.show({ id: offerNotice(offer.offerId), color: gone ? 'yellow' : 'red', title, message: problemText(error) });
  };
  const accept = useMutation({
    mutationFn: () => answerOf(api.POST('/api/v1/offers/{id}/accept', { params: { path } })),
    onSuccess: (ticket) => {
      withoutOffer(queryClient, offer.offerId);
      applyTicket(queryClient, ticket);
      void queryClient.invalidateQueries({ queryKey: keys.me });
      void navigate({ to: '/tickets/$ticketId', params: { ticketId: ticket.id } });
    },
    onError: failed(t('offer.failed')),
  });
  const decline = useMutation({
    mutationFn: () => answerOf(api.POST('/api/v1/offers/{id}/decline', { params: { path }, body: { reason: null } })),
    onSuccess: () => { withoutOffer(queryClient, offer.offerId); },
    onError: failed(t('offer.declineFailed')),
  });
  const pending = accept.isPending || decline.isPending;
  useCommand('accept', pending ? null : () => { accept.mutate(); });
  useCommand('decline', pending ? null : () => { decline.mutate(); });

  const left = Date.parse(offer.deadline) - now;
  const whole = Math.max(1, Date.parse(offer.deadline) - shownAt);
  return (
    <section className={classes.offer} data-offer aria-label={t('offer.region')}>
      <Title order={2} size="h5">
        {t('offer.title', { channel: channelWord(offer.channel, i18n), client: offer.clientName })}
      </Title>
      <Text fw={500} lineClamp={1}>
        {offer.subject}
      </Text>
      {offer.preview !== offer.subject && (
        <Text size="sm" c="dimmed" lineClamp={2}>
          {offer.preview}
        </Text>
      )}
      {offer.skills.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('offer.skills', { skills: offer.skills.map((key) => skills?.find((skill) => skill.key === key)?.name ?? key).join(', ') })}
        </Text>
      )}
      <Progress value={(left / whole) * 100} size="sm" mt="sm" aria-hidden />
      <Text size="sm" mt={4} className={classes.numbers}>
        {t('offer.left', { time: clockText(left) })}
      </Text>
      <Group grow preventGrowOverflow={false} wrap="nowrap" mt="sm" gap="xs">
        <Button px="xs" onClick={() => { accept.mutate(); }} loading={accept.isPending} disabled={decline.isPending}>
          {t('offer.accept')}
          <Kbd size="xs" ms={8} aria-hidden>
            {keyOf('accept')}
          </Kbd>
        </Button>
        <Button
          px="xs"
          variant="default"
          onClick={() => { decline.mutate(); }}
          loading={decline.isPending}
          disabled={accept.isPending}
        >
          {t('offer.decline')}
          <Kbd size="xs" ms={8} aria-hidden>
            {keyOf('decline')}
          </Kbd>
        </Button>
      </Group>
    </section>
  );
}

function channelWord(channel: string, i18n: { exists: (key: string) => boolean; t: (key: 'channel.chat') => string }) {
  const key = `channel.${channel}`;
  return i18n.exists(key) ? i18n.t(key as 'channel.chat') : channel;
}
