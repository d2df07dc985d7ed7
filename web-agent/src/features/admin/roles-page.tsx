import { Checkbox, Fieldset, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import type { Role } from '@/shared/api/types';
import { useChecks } from './parts/checks';
import { Editor, Gone } from './parts/editor';
import { type Field, fieldOf } from './parts/field';
import { ListPage } from './parts/list-page';
import { Removal } from './parts/removal';
import { useRoleName } from './parts/role-name';
import { useOpen } from './parts/use-open';
import { permissionsQuery, rolesQuery } from './queries';

export function RolesPage() {
  const { t } = useTranslation();
  const list = useQuery(rolesQuery);
  const permissions = useQuery(permissionsQuery);
  const open = useOpen();
  const roleName = useRoleName();
  const permissionName = usePermissionName();
  const row = list.data?.find((role) => role.id === open) ?? null;
  return (
    <ListPage
      title={t('roles.title')}
      lead={t('roles.lead')}
      list={list}
      nameLabel={t('fields.name')}
      nameOf={roleName}
      mark={(role) => (role.builtIn ? t('roles.builtIn') : null)}
      columns={[
        { label: t('roles.permissions'), cell: (role) => role.permissions.map(permissionName).join(' · ') },
      ]}
      words={(role) => [roleName(role), ...role.permissions.map(permissionName)]}
      empty={t('roles.empty')}
      addLabel={t('roles.add')}
    >
      {open !== undefined && list.data && permissions.data &&
        (open === 'new' || row ? <RoleEditor key={open} row={row} permissions={permissions.data} /> : <Gone />)}
    </ListPage>
  );
}

/** A permission that this console does not know yet is called what the server calls it. */
function usePermissionName(): (permission: string) => string {
  const { i18n } = useTranslation();
  return (permission) => {
    const key = `permissions.${permission.replace('.', '-')}`;
    return i18n.exists(key) ? i18n.t(key as 'permissions.tickets-read') : permission;
  };
}

const valuesOf = (row: Role | null) => ({ name: row?.name ?? '', permissions: row?.permissions ?? [] });

function RoleEditor({ row, permissions }: { row: Role | null; permissions: string[] }) {
  const { t } = useTranslation();
  const check = useChecks();
  const roleName = useRoleName();
  const builtIn = row?.builtIn ?? false;
  return (
    <Editor
      room="roles"
      title={row ? t('roles.edit', { name: roleName(row) }) : t('roles.add')}
      row={row}
      readOnly={builtIn}
      valuesOf={valuesOf}
      labels={{ name: t('fields.name'), permissions: t('roles.permissions') }}
      nameOf={(values) => values.name}
      validate={{ name: check.text(100) }}
      read={(id) => answerOf(api.GET('/api/v1/roles/{id}', { params: { path: { id } } }))}
      save={(values, version) =>
        row
          ? answerOf(api.PUT('/api/v1/roles/{id}', { params: { path: { id: row.id } }, body: { ...values, version } }))
          : answerOf(api.POST('/api/v1/roles', { body: values }))
      }
      more={row && !builtIn ? <RemoveRole role={row} /> : null}
    >
      {(form) => (
        <>
          {row && builtIn ? (
            <TextInput label={t('fields.name')} value={roleName(row)} readOnly data-autofocus />
          ) : (
            <TextInput label={t('fields.name')} required data-autofocus {...form.getInputProps('name')} />
          )}
          <Permissions all={permissions} readOnly={builtIn} {...fieldOf(form, 'permissions')} />
        </>
      )}
    </Editor>
  );
}

const groupOf = (permission: string) => permission.split('.')[0] ?? permission;

interface PermissionsProps extends Field<string[]> {
  all: string[];
  readOnly: boolean;
}

function Permissions({ all, readOnly, value, onChange, error }: PermissionsProps) {
  const { t, i18n } = useTranslation();
  const permissionName = usePermissionName();
  const groups = [...new Set(all.map(groupOf))].map((group) => [group, all.filter((name) => groupOf(name) === group)] as const);
  const groupName = (group: string) =>
    i18n.exists(`permissionGroups.${group}`) ? i18n.t(`permissionGroups.${group}` as 'permissionGroups.tickets') : group;
  return (
    <Checkbox.Group label={t('roles.permissions')} value={value} onChange={onChange} error={error}>
      <Stack gap="sm" mt="xs">
        {groups.map(([group, names]) => (
          <Fieldset key={group} legend={groupName(group)}>
            <Stack gap="xs">
              {names.map((name) => (
                <Checkbox key={name} value={name} label={permissionName(name)} disabled={readOnly} />
              ))}
            </Stack>
          </Fieldset>
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function RemoveRole({ role }: { role: Role }) {
  const { t } = useTranslation();
  return (
    <Removal
      list="roles"
      remove={() => answerOf(api.DELETE('/api/v1/roles/{id}', { params: { path: { id: role.id } } }))}
      words={{
        ask: t('roles.remove'),
        sure: t('roles.removeSure', { name: role.name }),
        yes: t('roles.removeYes'),
        done: t('roles.removed', { name: role.name }),
        failed: t('roles.removeFailed'),
      }}
    />
  );
}
