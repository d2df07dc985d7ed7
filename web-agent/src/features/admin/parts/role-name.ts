import { useTranslation } from 'react-i18next';
import type { Role } from '@/shared/api/types';

/** The roles of the product are named in the reader's language, the others as their makers named them. */
export function useRoleName(): (role: Role) => string {
  const { i18n } = useTranslation();
  return (role) => {
    const key = `roleNames.${role.name}`;
    return role.builtIn && i18n.exists(key) ? i18n.t(key as 'roleNames.agent') : role.name;
  };
}
