import { Button, Checkbox, CopyButton, Fieldset, Select, Text, Textarea, TextInput, Title } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import type { Queue, Widget } from '@/shared/api/types';
import classes from './admin.module.css';
import { useChecks } from './parts/checks';
import { ClientField, usePresetClient } from './parts/client-field';
import { useClientFilter, useClientName } from './parts/client-filter';
import { Editor, Gone } from './parts/editor';
import { ListPage } from './parts/list-page';
import { useOpen } from './parts/use-open';
import { queuesQuery, widgetsQuery } from './queries';
import { WidgetPreview } from './widget-preview';

export function WidgetsPage() {
  const { t } = useTranslation();
  const list = useQuery(widgetsQuery);
  const queues = useQuery(queuesQuery);
  const open = useOpen();
  const clientName = useClientName();
  const client = useClientFilter();
  const row = list.data?.find((widget) => widget.id === open) ?? null;
  const queueName = (widget: Widget) => queues.data?.find((queue) => queue.id === widget.queueId)?.name ?? '…';
  return (
    <ListPage
      title={t('widgets.title')}
      lead={t('widgets.lead')}
      list={{ ...list, data: list.data?.filter((widget) => client.id === null || widget.clientId === client.id) }}
      nothing={list.data?.length === 0}
      filter={client.select}
      nameLabel={t('fields.name')}
      nameOf={(widget) => widget.name}
      mark={(widget) => (widget.active ? null : t('admin.inactive'))}
      columns={[
        { label: t('fields.client'), cell: (widget) => clientName(widget.clientId) },
        { label: t('fields.queue'), cell: queueName },
        { label: t('widgets.widgetTitle'), cell: (widget) => <ColouredTitle widget={widget} /> },
        { label: t('fields.key'), cell: (widget) => <span className={classes.key}>{widget.key}</span> },
        { label: t('widgets.origins'), cell: (widget) => t('widgets.sites', { count: widget.allowedOrigins.length }) },
      ]}
      words={(widget) => [widget.name, widget.key, widget.title, clientName(widget.clientId), ...widget.allowedOrigins]}
      empty={t('widgets.empty')}
      addLabel={t('widgets.add')}
    >
      {open !== undefined && list.data && queues.data &&
        (open === 'new' || row ? <WidgetEditor key={open} row={row} queues={queues.data} clientId={client.id} /> : <Gone />)}
    </ListPage>
  );
}

function ColouredTitle({ widget }: { widget: Widget }) {
  return (
    <span className={classes.narrow}>
      <span className={classes.dot} style={{ background: widget.colour }} />
      {widget.title}
    </span>
  );
}

function valuesOf(row: Widget | null, preset: string | null) {
  return {
    clientId: row?.clientId ?? preset,
    queueId: row?.queueId ?? null,
    name: row?.name ?? '',
    key: row?.key ?? '',
    title: row?.title ?? '',
    greeting: row?.greeting ?? '',
    offlineText: row?.offlineText ?? '',
    colour: row?.colour ?? '#1f4e79',
    allowedOrigins: row?.allowedOrigins.join('\n') ?? '',
    askName: row?.preChat.name ?? 'optional',
    askEmail: row?.preChat.email ?? 'optional',
    askTopic: row?.preChat.topic ?? 'off',
    asksSatisfaction: row?.asksSatisfaction ?? true,
    side: row?.theme.side ?? 'right',
    scheme: row?.theme.scheme ?? 'auto',
    corners: row?.theme.corners ?? 'round',
    launcherText: row?.theme.launcherText ?? '',
    active: row?.active ?? true,
  };
}

type Values = ReturnType<typeof valuesOf>;

async function save(row: Widget | null, values: Values, version: number): Promise<Widget> {
  const { clientId, queueId, key, askName, askEmail, askTopic, side, scheme, corners, launcherText, ...rest } = values;
  const look = {
    ...rest,
    queueId: queueId ?? '',
    allowedOrigins: rest.allowedOrigins.split(/\s+/).filter(Boolean),
    preChat: { name: askName, email: askEmail, topic: askTopic },
    theme: { side, scheme, corners, launcherText },
  };
  return row
    ? answerOf(api.PUT('/api/v1/widgets/{id}', { params: { path: { id: row.id } }, body: { ...look, version } }))
    : answerOf(api.POST('/api/v1/widgets', { body: { ...look, clientId: clientId ?? '', key } }));
}

function useLabels(): Record<keyof Values, string> {
  const { t } = useTranslation();
  return {
    clientId: t('fields.client'),
    queueId: t('fields.queue'),
    name: t('fields.name'),
    key: t('fields.key'),
    title: t('widgets.widgetTitle'),
    greeting: t('widgets.greeting'),
    offlineText: t('widgets.offlineText'),
    colour: t('widgets.colour'),
    allowedOrigins: t('widgets.origins'),
    askName: t('widgets.askName'),
    askEmail: t('widgets.askEmail'),
    askTopic: t('widgets.askTopic'),
    asksSatisfaction: t('widgets.asksSatisfaction'),
    side: t('widgets.side'),
    scheme: t('widgets.scheme'),
    corners: t('widgets.corners'),
    launcherText: t('widgets.launcherText'),
    active: t('fields.active'),
  };
}

interface WidgetEditorProps {
  row: Widget | null;
  queues: Queue[];
  clientId: string | null;
}

function WidgetEditor({ row, queues, clientId }: WidgetEditorProps) {
  const { t } = useTranslation();
  const check = useChecks();
  const labels = useLabels();
  const preset = usePresetClient(clientId);
  return (
    <Editor
      room="widgets"
      wide
      title={row ? t('widgets.edit', { name: row.name }) : t('widgets.add')}
      row={row}
      valuesOf={(from: Widget | null) => valuesOf(from, preset)}
      labels={labels}
      nameOf={(values) => values.name}
      validate={{
        clientId: check.chosen,
        queueId: check.chosen,
        name: check.text(100),
        key: check.key(),
        title: check.text(100),
        greeting: check.atMost(500),
        offlineText: check.atMost(500),
        launcherText: check.atMost(30),
        colour: (value: string) => (/^#[0-9a-f]{6}$/i.test(value) ? null : t('widgets.colourShape')),
      }}
      read={(id) => answerOf(api.GET('/api/v1/widgets/{id}', { params: { path: { id } } }))}
      save={(values, version) => save(row, values, version)}
    >
      {(form) => (
        <div className={classes.two}>
          <div className={classes.fields}>
            <WidgetFields form={form} row={row} queues={queues} labels={labels} />
          </div>
          <div className={classes.preview}>
            <Title order={3} size="h5">
              {t('widgets.preview')}
            </Title>
            <WidgetPreview values={form.values} />
            {row && <Embed widgetKey={row.key} />}
          </div>
        </div>
      )}
    </Editor>
  );
}

interface WidgetFieldsProps {
  form: UseFormReturnType<Values>;
  row: Widget | null;
  queues: Queue[];
  labels: Record<keyof Values, string>;
}

function WidgetFields({ form, row, queues, labels }: WidgetFieldsProps) {
  const { t } = useTranslation();
  const { clientId } = form.values;
  const choices = useChoices();
  const possible = queues.filter((queue) => queue.clientId === clientId && (queue.active || queue.id === row?.queueId));
  return (
    <>
      <ClientField
        owner={row?.clientId ?? null}
        {...form.getInputProps('clientId')}
        onChange={(value: string | null) => { form.setValues({ clientId: value, queueId: null }); }}
      />
      <Select
        label={labels.queueId}
        data={possible.map((queue) => ({ value: queue.id, label: queue.name }))}
        description={clientId !== null && possible.length === 0 ? t('widgets.noQueue') : undefined}
        required
        {...form.getInputProps('queueId')}
      />
      <TextInput
        label={labels.name}
        description={t('widgets.nameHint')}
        required
        data-autofocus={row !== null || undefined}
        {...form.getInputProps('name')}
      />
      <TextInput label={labels.key} description={t('fields.keyHint')} required={row === null} readOnly={row !== null} {...form.getInputProps('key')} />
      <TextInput label={labels.title} required {...form.getInputProps('title')} />
      <Textarea label={labels.greeting} description={t('widgets.greetingHint')} autosize minRows={2} maxRows={6} {...form.getInputProps('greeting')} />
      <Textarea label={labels.offlineText} description={t('widgets.offlineHint')} autosize minRows={2} maxRows={6} {...form.getInputProps('offlineText')} />
      <TextInput
        label={labels.colour}
        required
        rightSection={
          <input
            type="color"
            className={classes.swatch}
            aria-label={t('widgets.colourPick')}
            value={/^#[0-9a-f]{6}$/i.test(form.values.colour) ? form.values.colour : '#000000'}
            onChange={(event) => { form.setFieldValue('colour', event.currentTarget.value); }}
          />
        }
        {...form.getInputProps('colour')}
      />
      <TextInput label={labels.launcherText} description={t('widgets.launcherHint')} {...form.getInputProps('launcherText')} />
      <div className={classes.three}>
        <Select label={labels.side} data={choices.side} allowDeselect={false} {...form.getInputProps('side')} />
        <Select label={labels.scheme} data={choices.scheme} allowDeselect={false} {...form.getInputProps('scheme')} />
        <Select label={labels.corners} data={choices.corners} allowDeselect={false} {...form.getInputProps('corners')} />
      </div>
      <Fieldset legend={t('widgets.before')}>
        <div className={classes.three}>
          {(['askName', 'askEmail', 'askTopic'] as const).map((field) => (
            <Select key={field} label={labels[field]} data={choices.ask} allowDeselect={false} {...form.getInputProps(field)} />
          ))}
        </div>
      </Fieldset>
      <Checkbox
        label={labels.asksSatisfaction}
        description={t('widgets.asksSatisfactionHint')}
        {...form.getInputProps('asksSatisfaction', { type: 'checkbox' })}
      />
      <Textarea label={labels.allowedOrigins} description={t('widgets.originsHint')} autosize minRows={2} maxRows={8} {...form.getInputProps('allowedOrigins')} />
      {row && (
        <Checkbox label={labels.active} description={t('widgets.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />
      )}
    </>
  );
}

/** The choices of a field by the server's words for them, each in the user's. */
function useChoices() {
  const { t } = useTranslation();
  const ask = [
    { value: 'off', label: t('widgets.ask-off') },
    { value: 'optional', label: t('widgets.ask-optional') },
    { value: 'required', label: t('widgets.ask-required') },
  ];
  return {
    ask,
    side: [
      { value: 'right', label: t('widgets.side-right') },
      { value: 'left', label: t('widgets.side-left') },
    ],
    scheme: [
      { value: 'auto', label: t('widgets.scheme-auto') },
      { value: 'light', label: t('widgets.scheme-light') },
      { value: 'dark', label: t('widgets.scheme-dark') },
    ],
    corners: [
      { value: 'round', label: t('widgets.corners-round') },
      { value: 'soft', label: t('widgets.corners-soft') },
      { value: 'square', label: t('widgets.corners-square') },
    ],
  };
}

function Embed({ widgetKey }: { widgetKey: string }) {
  const { t } = useTranslation();
  const code = `<script src="${window.location.origin}/widget.js" data-widget="${widgetKey}" async></script>`;
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {t('widgets.embed')}
      </Text>
      <div className={classes.snippet} dir="ltr">
        {code}
      </div>
      <CopyButton value={code} timeout={4000}>
        {({ copied, copy }) => (
          <Button variant="default" size="xs" mt="xs" onClick={copy}>
            {copied ? t('admin.copied') : t('admin.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
