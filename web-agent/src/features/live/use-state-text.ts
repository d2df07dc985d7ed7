import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useBreakLabel } from '@/shared/api/break-reasons';
import type { Board } from '@/shared/api/types';

type Stated = Pick<Board['agents'][number], 'state' | 'reason'>;

/** An agent's state in words, a break with its reason as people call it. */
export function useStateText(): (agent: Stated) => string {
  const { t } = useTranslation();
  const breakLabel = useBreakLabel();
  return useCallback(
    ({ state, reason }: Stated) => (state === 'break' && reason ? t('state.breakWith', { reason: breakLabel(reason) }) : t(`state.${state}`)),
    [t, breakLabel],
  );
}
