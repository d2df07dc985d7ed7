import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sectionsFor } from '@/features/admin/sections';
import { turnSound, useSoundOn } from '@/features/desk/alert-choices';
import { inDueOrder } from '@/features/desk/due';
import { meQuery, myTicketsQuery } from '@/features/desk/queries';
import { useChangeState } from '@/features/desk/state-switch';
import { useSignOut } from '@/features/session/use-sign-out';
import { breakReasonsQuery } from '@/shared/api/break-reasons';
import { may, useSession } from '@/shared/api/session';
import { type Language, languages, loadAdminTexts } from '@/shared/i18n/i18n';
import { canRun, runCommand } from '@/shared/keys/commands';
import { keyOf, shortcuts } from '@/shared/keys/shortcuts';
import { ticketName } from './use-found-tickets';
import { useChangeLanguage } from './use-change-language';

export interface Choice {
  id: string;
  name: string;
  kind: string;
  keys?: string;
  run: () => void;
}

/** What can be done here and now, by this user. */
export function useChoices(): Choice[] {
  return [...useTickets(), ...useCommands(), ...useStates(), ...usePages(), ...useSettings()];
}

function useTickets(): Choice[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data } = useQuery({ ...myTicketsQuery, enabled: may(useSession(), 'tickets.work') });
  return inDueOrder(data ?? []).map((ticket) => ({
    id: ticket.id,
    name: ticketName(ticket, t('tickets.noName')),
    kind: t('palette.mine'),
    run: () => void navigate({ to: '/tickets/$ticketId', params: { ticketId: ticket.id } }),
  }));
}

function useCommands(): Choice[] {
  const { t } = useTranslation();
  // As it was when the palette opened: nothing behind it changes but by news.
  const [can] = useState(() => shortcuts.filter(({ id, local }) => local !== true && id !== 'palette' && canRun(id)));
  return can.map(({ id }) => ({ id, name: t(`keys.${id}`), kind: t('palette.command'), keys: keyOf(id), run: () => runCommand(id) }));
}

function useStates(): Choice[] {
  const { t } = useTranslation();
  const works = may(useSession(), 'tickets.work');
  const { data: me } = useQuery({ ...meQuery, enabled: works });
  const { data: reasons } = useQuery({ ...breakReasonsQuery, enabled: works });
  const change = useChangeState();
  if (!me) return [];
  const kind = t('palette.state');
  return [
    ...(['ready', 'offline'] as const).map((state) => ({
      id: state, kind, name: t('palette.become', { state: t(`state.${state}`) }), run: () => { change.mutate({ state }); },
    })),
    ...(reasons?.items ?? []).filter((reason) => reason.active && !reason.system).map((reason) => ({
      id: reason.id, kind, name: t('state.breakWith', { reason: reason.label }), run: () => { change.mutate({ state: 'break' as const, reason: reason.key }); },
    })),
  ];
}

function usePages(): Choice[] {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const sections = sectionsFor(session);
  const [named, setNamed] = useState(false);
  const administers = sections.length > 0;
  useEffect(() => {
    // Without their names the pages are not offered.
    if (administers) loadAdminTexts().then(() => { setNamed(true); }, () => undefined);
  }, [administers]);
  const page = (to: string, name: string): Choice => ({ id: to, name, kind: t('palette.page'), run: () => void navigate({ to }) });
  return [
    ...(may(session, 'tickets.work') ? [page('/tickets', t('nav.tickets'))] : []),
    ...(may(session, 'board.read') ? [page('/live', t('nav.live'))] : []),
    ...(may(session, 'simulations.run') ? [page('/what-if', t('nav.whatIf'))] : []),
    ...(named ? sections.map((section) => page(section.path, t(`${section.name}.title`))) : []),
    page('/password', t('nav.password')),
  ];
}

function useSettings(): Choice[] {
  const { t } = useTranslation();
  const session = useSession();
  const kind = t('palette.command');
  const { setColorScheme } = useMantineColorScheme();
  const changeLanguage = useChangeLanguage();
  const sound = useSoundOn(session.user.id);
  const signOut = useSignOut();
  const schemes = { light: t('nav.coloursLight'), dark: t('nav.coloursDark'), auto: t('nav.coloursAuto') };
  return [
    ...Object.entries(schemes).map(([scheme, name]) => ({
      id: scheme, kind, name: t('palette.colours', { scheme: name }), run: () => { setColorScheme(scheme as keyof typeof schemes); },
    })),
    ...Object.entries(languages).map(([tag, name]) => ({ id: tag, kind: t('nav.language'), name, run: () => { changeLanguage(tag as Language); } })),
    ...(may(session, 'tickets.work')
      ? [{ id: 'sound', kind, name: sound ? t('palette.soundOff') : t('palette.soundOn'), run: () => { turnSound(session.user.id, !sound); } }]
      : []),
    { id: 'sign-out', kind, name: t('nav.signOut'), run: signOut },
  ];
}
