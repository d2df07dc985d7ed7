import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api/session';
import { ownZone } from '@/shared/ui/zone-time';
import { newGroup, newQueue, type Plan } from './plan';

const keyOf = (userId: string) => `cc.edit.${userId}.what-if.new`;

/** What is typed and not asked yet outlives a reload and the end of the session, for this tab and user. */
export function usePlan() {
  const { t } = useTranslation();
  const { user, clients } = useSession();
  const key = keyOf(user.id);
  const fresh = (): Plan => {
    const names = clients.map(({ name }) => name);
    return {
      name: '', source: 'recorded', date: '', timeZone: ownZone(), draft: '', seed: 1, day: new Intl.DateTimeFormat('en-CA', { dateStyle: 'short' }).format(Date.now()),
      queues: [newQueue(names[0] ?? '', t('whatIf.firstQueue'))], groups: [newGroup(t('whatIf.firstGroup'), names)], changes: [],
    };
  };
  const [kept] = useState(() => sessionStorage.getItem(key));
  const [plan, setPlan] = useState<Plan>(() => (kept === null ? fresh() : (JSON.parse(kept) as Plan)));
  const [restored, setRestored] = useState(kept !== null);
  const [touched, setTouched] = useState(kept !== null);

  useEffect(() => {
    if (touched) sessionStorage.setItem(key, JSON.stringify(plan));
  }, [key, touched, plan]);

  return {
    plan,
    restored,
    change: (part: Partial<Plan> | ((before: Plan) => Partial<Plan>)) => {
      setTouched(true);
      setPlan((before) => ({ ...before, ...(typeof part === 'function' ? part(before) : part) }));
    },
    startOver: () => {
      sessionStorage.removeItem(key);
      setTouched(false);
      setRestored(false);
      setPlan(fresh());
    },
    asked: () => { sessionStorage.removeItem(key); },
  };
}
