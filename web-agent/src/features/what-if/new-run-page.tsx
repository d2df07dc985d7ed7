import { Alert, Button, Group, NumberInput, SegmentedControl, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { ApiProblem } from '@/shared/api/problem';
import type { Scenario } from '@/shared/api/types';
import { usePageTitle } from '@/shared/ui/page-title';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { ChangeList } from './change-list';
import { GeneratedSource } from './generated-source';
import { changeOf, errorsOf, type Plan, type PlanError, scenarioOf } from './plan';
import { recordedQuery } from './queries';
import { RecordedSource } from './recorded-source';
import { usePlan } from './use-plan';
import classes from './what-if.module.css';

function ask(plan: Plan, scenario: Scenario) {
  return answerOf(
    api.POST('/api/v1/simulations', {
      body: {
        name: plan.name.trim(),
        source: plan.source === 'recorded' ? { kind: 'recorded', date: plan.date, timeZone: plan.timeZone } : { kind: 'scenario', scenario },
        changes: plan.changes.map((line) => changeOf(line, scenario)),
        seed: Number(plan.seed),
        ...(plan.source === 'recorded' && plan.draft !== '' ? { draftId: plan.draft } : {}),
      },
    }),
  );
}

export function NewRunPage() {
  const { t } = useTranslation();
  usePageTitle(t('whatIf.new'));
  const { plan, change, restored, startOver, asked } = usePlan();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [errors, setErrors] = useState<Record<string, PlanError>>({});
  const form = useRef<HTMLFormElement>(null);
  const recorded = useQuery({ ...recordedQuery(plan.date, plan.timeZone), enabled: plan.source === 'recorded' && plan.date !== '' });
  const made = useMemo(() => (plan.source === 'generated' ? scenarioOf(plan) : null), [plan]);
  const scenario = plan.source === 'generated' ? made : (recorded.data ?? null);
  const run = useMutation({
    mutationFn: (base: Scenario) => ask(plan, base),
    onSuccess: (answer) => {
      asked();
      void queryClient.invalidateQueries({ queryKey: ['simulations', 'all'] });
      void navigate({ to: '/what-if/$runId', params: { runId: answer.id } });
    },
  });
  const submit = () => {
    const found = errorsOf(plan, scenario);
    setErrors(found);
    if (Object.keys(found).length > 0) {
      // Where the first of them stands; it says so itself once it is drawn.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    if (scenario !== null) run.mutate(scenario);
  };
  const errorOf = (field: string) => (errors[field] === undefined ? undefined : t(`whatIfErrors.${errors[field]}`));
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <div>
          <Title order={1} size="h3">
            {t('whatIf.new')}
          </Title>
          <p className={classes.lead}>{t('whatIf.newLead')}</p>
        </div>
      </div>
      <form
        ref={form}
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {restored && (
          <Alert color="blue" role="status">
            <Group justify="space-between">
              <Text size="sm">{t('whatIf.restored')}</Text>
              <Button size="compact-sm" variant="default" onClick={() => { setErrors({}); startOver(); }}>
                {t('whatIf.startOver')}
              </Button>
            </Group>
          </Alert>
        )}
        <div className={`${classes.panel ?? ''} ${classes.padded ?? ''}`}>
          <div className={classes.row}>
            <TextInput
              className={classes.wide}
              label={t('whatIf.name')}
              maxLength={200}
              value={plan.name}
              onChange={(event) => { change({ name: event.currentTarget.value }); }}
              error={errorOf('name')}
            />
            <NumberInput
              label={t('whatIf.seed')}
              description={t('whatIf.seedHint')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              min={0}
              allowDecimal={false}
              value={plan.seed}
              onChange={(seed) => { change({ seed }); }}
              error={errorOf('seed')}
            />
          </div>
          <Text size="sm" fw={500} mt="md" mb={4} id="what-if-source">
            {t('whatIf.source')}
          </Text>
          <SegmentedControl
            aria-labelledby="what-if-source"
            data={[{ value: 'recorded', label: t('whatIf.recorded') }, { value: 'generated', label: t('whatIf.generated') }]}
            value={plan.source}
            onChange={(source) => { change({ source: source as Plan['source'] }); }}
          />
          {plan.source === 'recorded' ? <RecordedSource plan={plan} change={change} recorded={recorded} errorOf={errorOf} /> : <GeneratedSource plan={plan} change={change} errorOf={errorOf} />}
        </div>
        <ChangeList plan={plan} change={change} scenario={scenario} errorOf={errorOf} />
        <div className={classes.foot}>
          {run.isError && <Refused error={run.error} />}
          <Button variant="default" component={Link} to="/what-if">
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={run.isPending} disabled={plan.source === 'recorded' && plan.date !== '' && scenario === null}>
            {t('whatIf.run')}
          </Button>
        </div>
      </form>
    </div>
  );
}

/** What the server found wrong, with where. */
function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const fields = error instanceof ApiProblem ? Object.entries(error.errors) : [];
  return (
    <Alert color="red" title={t('whatIf.refused')} role="alert" className={classes.refused}>
      {fields.length === 0 ? (
        <Text size="sm">{problemText(error)}</Text>
      ) : (
        fields.map(([field, said]) => (
          <Text size="sm" key={field}>
            {field}: {said.join(' ')}
          </Text>
        ))
      )}
    </Alert>
  );
}
