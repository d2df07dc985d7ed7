import { Alert, Button, Drawer, Group, Modal, Stack, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useSession } from '@/shared/api/session';
import type { DraftedRules } from '@/shared/api/types';
import { useProblemText } from '@/shared/ui/use-problem-text';
import classes from '@/features/admin/admin.module.css';
import { SaveDraft } from './save-draft';
import { type Conflict, type EditOptions, type Stored, useEdit } from './use-edit';
import { useSetOpen } from './use-open';

interface EditorProps<Row extends Stored, Values extends object, Answer> extends EditOptions<Row, Values, Answer> {
  title: string;
  /** What each field is called, for messages about it. */
  labels: Record<keyof Values & string, string>;
  nameOf: (values: Values) => string;
  readOnly?: boolean;
  wide?: boolean;
  children: (form: UseFormReturnType<Values>) => React.ReactNode;
  /** What can be done with the entry besides saving it. */
  more?: React.ReactNode;
  /** The form as rules, where they can be saved as a draft instead of being put in force; null when a draft cannot say all of it. */
  draft?: (values: Values) => DraftedRules | null;
}

/** The drawer in which one entry is made or changed. What is inside is the page's own form. */
export function Editor<Row extends Stored, Values extends object, Answer>(props: EditorProps<Row, Values, Answer>) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const edit = useEdit({
    ...props,
    onSaved: (answer, values) => {
      notifications.show({ message: t('admin.saved', { name: props.nameOf(values) }), autoClose: 3000 });
      props.onSaved?.(answer, values);
    },
  });
  const { draft } = props;
  const mayDraft = may(useSession(), 'queues.manage') && draft !== undefined && props.row !== null;
  const [drafted, setDrafted] = useState<Values | null>(null);
  const rules = drafted === null ? null : draft?.(drafted) ?? null;
  return (
    <>
      <SideDrawer title={props.title} onClose={edit.close} {...(props.wide ? { wide: true } : {})}>
        <form noValidate className={classes.form} onSubmit={edit.submit}>
          <div className={classes.fields}>
            {props.readOnly && <Alert color="gray">{t('admin.readOnly')}</Alert>}
            {edit.restored && edit.dirty && (
              <Alert color="blue" role="status">
                <Group justify="space-between">
                  <Text size="sm">{t('admin.restored')}</Text>
                  <Button size="compact-sm" variant="default" onClick={edit.startOver}>
                    {t('admin.startOver')}
                  </Button>
                </Group>
              </Alert>
            )}
            {props.children(edit.form)}
            {edit.conflict !== null && (
              <ConflictAlert conflict={edit.conflict} labels={props.labels} loadNewer={edit.loadNewer} keepMine={edit.keepMine} />
            )}
            {edit.failure !== null && (
              <Alert color="red" title={t('admin.saveFailed')} role="alert">
                {problemText(edit.failure)}
              </Alert>
            )}
            {props.more}
          </div>
          <div className={classes.foot}>
            <Button variant="default" onClick={edit.close}>
              {props.readOnly ? t('common.close') : t('common.cancel')}
            </Button>
            {mayDraft && !props.readOnly && (
              <Button variant="default" disabled={!edit.dirty || edit.conflict !== null || draft(edit.form.getValues()) === null} onClick={() => { edit.form.onSubmit(setDrafted)(); }}>
                {t('drafts.saveAs')}
              </Button>
            )}
            {!props.readOnly && (
              <Button type="submit" loading={edit.isSaving} disabled={edit.conflict !== null}>
                {t('admin.save')}
              </Button>
            )}
          </div>
        </form>
      </SideDrawer>
      {drafted !== null && rules !== null && (
        <SaveDraft
          rules={rules}
          name={props.nameOf(drafted)}
          close={() => { setDrafted(null); }}
          saved={() => {
            edit.leave();
            edit.close();
          }}
        />
      )}
      {edit.blocker.status === 'blocked' && (
        <LeaveQuestion
          stay={edit.blocker.reset}
          leave={() => {
            edit.leave();
            edit.blocker.proceed?.();
          }}
        />
      )}
    </>
  );
}

/** Mounted only while it asks: the Escape that closes the drawer must not answer it too. */
function LeaveQuestion({ stay, leave }: { stay: () => void; leave: () => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <Modal opened onClose={stay} title={t('admin.leaveTitle')} withCloseButton={false} zIndex={300}>
      <Stack>
        <Text size="sm">{t('admin.leaveLead')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={leave}>
            {t('admin.discard')}
          </Button>
          <Button data-autofocus onClick={stay}>
            {t('admin.keepEditing')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface SideDrawerProps {
  title: string;
  onClose: () => void;
  wide?: boolean;
  children: React.ReactNode;
}

export function SideDrawer({ title, onClose, wide, children }: SideDrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened
      onClose={onClose}
      title={title}
      position="right"
      size={wide ? 980 : 520}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      transitionProps={{ duration: 0 }}
      styles={{ title: { fontWeight: 600, fontSize: 'var(--mantine-font-size-lg)' }, content: { display: 'flex', flexDirection: 'column' }, body: { flex: 1, paddingBottom: 0 } }}
    >
      {children}
    </Drawer>
  );
}

/** The address names an entry that is not there. */
export function Gone() {
  const { t } = useTranslation();
  const setOpen = useSetOpen();
  return (
    <SideDrawer title={t('problems.not_found')} onClose={() => { setOpen(undefined); }}>
      <Text>{t('admin.gone')}</Text>
    </SideDrawer>
  );
}

interface ConflictProps<Values> {
  conflict: Conflict<Values>;
  labels: Record<keyof Values & string, string>;
  loadNewer: () => void;
  keepMine: () => void;
}

function ConflictAlert<Values>({ conflict, labels, loadNewer, keepMine }: ConflictProps<Values>) {
  const { t, i18n } = useTranslation();
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const named = (field: keyof Values & string) => {
    const value: unknown = conflict.newer.values[field];
    const shown =
      typeof value === 'boolean' ? t(value ? 'admin.yes' : 'admin.no')
      : typeof value === 'string' || typeof value === 'number' ? String(value)
      : null;
    return shown === null || shown === '' ? labels[field] : t('admin.conflictField', { field: labels[field], value: shown });
  };
  return (
    <Alert color="yellow" title={t('admin.conflict')} role="alert" styles={{ title: { color: 'var(--mantine-color-text)' } }}>
      <Text size="sm">{t('admin.conflictLead', { fields: list.format(conflict.theirs.map(named)) })}</Text>
      {conflict.both.length > 0 && (
        <Text size="sm">{t('admin.conflictBoth', { fields: list.format(conflict.both.map((field) => labels[field])) })}</Text>
      )}
      <Group mt="sm">
        <Button size="xs" variant="default" onClick={loadNewer}>
          {t('admin.loadNewer')}
        </Button>
        <Button size="xs" variant="default" onClick={keepMine}>
          {t('admin.keepMine')}
        </Button>
      </Group>
    </Alert>
  );
}
