import { useNavigate, useSearch } from '@tanstack/react-router';

/** The entry that is open for editing stands in the address: an id, or `new`. */
export function useOpen(): string | undefined {
  return useSearch({ strict: false, select: (search) => search.open });
}

export function useSetOpen(): (open: string | undefined) => void {
  const navigate = useNavigate();
  return (open) => void navigate({ to: '.', search: open === undefined ? {} : { open } });
}
