import { Alert, Button, Checkbox, Fieldset, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { useSession } from '@/shared/api/session';
import type { Role, User } from '@/shared/api/types';
import { useProblemText } from '@/shared/ui/use-problem-text';
import classes from './admin.module.css';
import { useChecks } from './parts/checks';
import { useClientName } from './parts/client-filter';
import { Editor, Gone } from './parts/editor';
import { type Field, fieldOf } from './parts/field';
import { ListPage } from './parts/list-page';
import { type Invitation, OneTimeLink } from './parts/one-time-link';
import { useRoleName } from './parts/role-name';
import { useOpen } from './parts/use-open';
import { UserSheet } from './parts/user-sheet';
import { rolesQuery, usersQuery } from './queries';

export function UsersPage() {
  const { t } = useTranslation();
  const list = useQuery(usersQuery);
  const roles = useQuery(rolesQuery);
  const open = useOpen();
  const clientName = useClientName();
  const roleName = useRoleName();
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const row = list.data?.find((user) => user.id === open) ?? null;
  const rolesOf = (user: User) =>
    (roles.data ?? []).filter((role) => user.roles.includes(role.id)).map(roleName).join(', ');
  const clientsOf = (user: User) => (user.allClients ? t('common.all') : user.clients.map(clientName).join(', '));
  return (
    <>
      <ListPage
        title={t('users.title')}
        lead={t('users.lead')}
        list={list}
        nameLabel={t('fields.name')}
        nameOf={(user) => user.name}
        mark={(user) => (!user.active ? t('admin.inactive') : user.invited ? t('users.invited') : null)}
        columns={[
          { label: t('users.email'), cell: (user) => user.email },
          { label: t('users.roles'), cell: rolesOf },
          { label: t('users.clients'), cell: clientsOf },
        ]}
        filter={<UserSheet />}
        words={(user) => [user.name, user.email, rolesOf(user), clientsOf(user)]}
        empty={t('users.empty')}
        addLabel={t('users.add')}
      >
        {open !== undefined && list.data && roles.data &&
          (open === 'new' || row ? <UserEditor key={open} row={row} roles={roles.data} invited={setInvitation} /> : <Gone />)}
      </ListPage>
      <OneTimeLink invitation={invitation} done={() => { setInvitation(null); }} />
    </>
  );
}

const valuesOf = (row: User | null) => ({
  email: row?.email ?? '',
  name: row?.name ?? '',
  roles: row?.roles ?? [],
  allClients: row?.allClients ?? false,
  clients: row?.clients ?? [],
  active: row?.active ?? true,
});

interface UserEditorProps {
  row: User | null;
  roles: Role[];
  invited: (invitation: Invitation) => void;
}

type Answer = { user: User; inviteUrl: string } | User;

function UserEditor({ row, roles, invited }: UserEditorProps) {
  const { t } = useTranslation();
  const check = useChecks();
  const labels = {
    email: t('users.email'),
    name: t('fields.name'),
    roles: t('users.roles'),
    allClients: t('users.allClients'),
    clients: t('users.clients'),
    active: t('fields.active'),
  };
  return (
    <Editor
      room="users"
      title={row ? t('users.edit', { name: row.name }) : t('users.add')}
      row={row}
      valuesOf={valuesOf}
      labels={labels}
      nameOf={(values) => values.name}
      validate={{
        email: (value: string) => check.required(value) ?? (/^\S+@\S+$/.test(value.trim()) ? null : t('users.noEmail')),
        name: check.text(100),
      }}
      read={(id) => answerOf(api.GET('/api/v1/users/{id}', { params: { path: { id } } }))}
      save={async (values, version): Promise<Answer> => {
        const { active, ...person } = { ...values, clients: values.allClients ? [] : values.clients };
        return row
          ? answerOf(api.PUT('/api/v1/users/{id}', { params: { path: { id: row.id } }, body: { ...person, active, version } }))
          : answerOf(api.POST('/api/v1/users', { body: person }));
      }}
      onSaved={(answer) => {
        if ('inviteUrl' in answer) invited({ name: answer.user.name, url: answer.inviteUrl });
      }}
      more={row?.active ? <InviteAgain user={row} invited={invited} /> : null}
    >
      {(form) => (
        <>
          <TextInput label={labels.name} required data-autofocus {...form.getInputProps('name')} />
          <TextInput label={labels.email} type="email" required {...form.getInputProps('email')} />
          <RoleChoice roles={roles} label={labels.roles} {...fieldOf(form, 'roles')} />
          <Fieldset legend={labels.clients}>
            <Checkbox label={labels.allClients} {...form.getInputProps('allClients', { type: 'checkbox' })} />
            {!form.values.allClients && <ClientChoice label={labels.clients} {...fieldOf(form, 'clients')} />}
          </Fieldset>
          {row && (
            <Checkbox label={labels.active} description={t('users.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />
          )}
        </>
      )}
    </Editor>
  );
}

interface ChoiceProps extends Field<string[]> {
  label: string;
}

function RoleChoice({ roles, label, ...choice }: ChoiceProps & { roles: Role[] }) {
  const roleName = useRoleName();
  return (
    <Checkbox.Group label={label} {...choice}>
      <Stack gap="xs" mt="xs" className={classes.choices}>
        {roles.map((role) => (
          <Checkbox key={role.id} value={role.id} label={roleName(role)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function ClientChoice({ label, ...choice }: ChoiceProps) {
  const { clients } = useSession();
  return (
    <Checkbox.Group aria-label={label} mt="sm" {...choice}>
      <Stack gap="xs" className={classes.choices}>
        {clients.map((client) => (
          <Checkbox key={client.id} value={client.id} label={client.name} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function InviteAgain({ user, invited }: { user: User; invited: (invitation: Invitation) => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const invite = useMutation({
    mutationFn: () => answerOf(api.POST('/api/v1/users/{id}/invite', { params: { path: { id: user.id } } })),
    onSuccess: ({ inviteUrl }) => { invited({ name: user.name, url: inviteUrl }); },
  });
  return (
    <div>
      <Button variant="default" loading={invite.isPending} onClick={() => { invite.mutate(); }}>
        {t('users.invite')}
      </Button>
      <Text size="sm" c="dimmed" mt={4}>
        {t('users.inviteHint')}
      </Text>
      {invite.isError && (
        <Alert color="red" title={t('users.inviteFailed')} role="alert" mt="sm">
          {problemText(invite.error)}
        </Alert>
      )}
    </div>
  );
}
