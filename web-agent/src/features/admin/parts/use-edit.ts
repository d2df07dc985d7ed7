import { type FormRulesRecord, type UseFormReturnType, useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasCode } from '@/shared/api/problem';
import { keys } from '@/shared/api/query-client';
import { useSession } from '@/shared/api/session';
import { fieldErrors } from './field-errors';
import { type Base, editKey, forget, keep, readKept, same } from './kept-edit';
import { useSetOpen } from './use-open';

export interface Stored {
  id: string;
  version: number;
}

export interface EditOptions<Row extends Stored, Values, Answer> {
  /** What its queries' keys start with. */
  room: string;
  /** The entry as it was when it was opened; null for a new one. */
  row: Row | null;
  /** The fields of an entry; null for the start of a new one. */
  valuesOf: (row: Row | null) => Values;
  validate?: Partial<Record<keyof Values, (value: never, values: Values) => string | null>>;
  save: (values: Values, version: number) => Promise<Answer>;
  read: (id: string) => Promise<Row>;
  onSaved?: (answer: Answer, values: Values) => void;
  /** The entry to open next; none when not said. */
  next?: (answer: Answer) => string;
}

/** What another has saved meanwhile, in fields. */
export interface Conflict<Values> {
  newer: Base<Values>;
  theirs: (keyof Values & string)[];
  both: (keyof Values & string)[];
}

class Overtaken<Row> extends Error {
  constructor(readonly newer: Row) {
    super('overtaken');
  }
}

/** One form over one entry: what was typed, whether it is saved, and who else has changed it. */
export function useEdit<Row extends Stored, Values extends object, Answer>(options: EditOptions<Row, Values, Answer>) {
  const { room, row, valuesOf } = options;
  const { i18n } = useTranslation();
  const queryClient = useQueryClient();
  const setOpen = useSetOpen();
  const key = editKey(useSession().user.id, room, row?.id ?? 'new');
  const [kept] = useState(() => readKept<Values>(key));
  const [restored, setRestored] = useState(kept !== null);
  const [base, setBase] = useState<Base<Values>>(() => kept?.base ?? { values: valuesOf(row), version: row?.version ?? 0 });
  const [conflict, setConflict] = useState<Conflict<Values> | null>(null);
  const done = useRef(false);
  const form: UseFormReturnType<Values> = useForm<Values>({
    initialValues: kept?.values ?? base.values,
    ...(options.validate === undefined ? {} : { validate: options.validate as FormRulesRecord<Values> }),
  });
  const fields = useMemo(() => Object.keys(base.values) as (keyof Values & string)[], [base]);
  const dirty = !same(form.values, base.values);

  useEffect(() => {
    if (done.current) return;
    if (dirty) keep(key, { values: form.values, base });
    else forget(key);
  }, [key, dirty, form.values, base]);

  const blocker = useBlocker({
    // The end of the session takes nothing: what is typed is kept.
    shouldBlockFn: ({ next }) => dirty && !done.current && next.pathname !== '/sign-in',
    enableBeforeUnload: () => dirty && !done.current,
    withResolver: true,
  });

  const leave = () => {
    done.current = true;
    forget(key);
  };

  const save = useMutation({
    mutationFn: async (values: Values) => {
      try {
        return await options.save(values, base.version);
      } catch (error) {
        if (row === null || !hasCode(error, 'version_conflict')) throw error;
        const newer = await options.read(row.id);
        // Only something that this form does not show has changed (an agent's state): nothing of it is overwritten.
        if (same(valuesOf(newer), base.values)) return await options.save(values, newer.version);
        throw new Overtaken(newer);
      }
    },
    onSuccess: (answer, values) => {
      leave();
      void queryClient.invalidateQueries({ queryKey: [room] });
      // The session names the user's clients and rights.
      void queryClient.invalidateQueries({ queryKey: keys.session });
      options.onSaved?.(answer, values);
      setOpen(options.next?.(answer));
    },
    onError: (error, values) => {
      if (error instanceof Overtaken) {
        const newer = { values: valuesOf(error.newer as Row), version: (error.newer as Row).version };
        const theirs = fields.filter((field) => !same(newer.values[field], base.values[field]));
        const both = theirs.filter((field) => !same(values[field], base.values[field]) && !same(values[field], newer.values[field]));
        setConflict({ newer, theirs, both });
        return;
      }
      const errors = fieldErrors(error, fields, (code) => i18n.t(`taken.${code}` as 'taken.key_taken'));
      form.setErrors(errors);
      focusFirst(form, errors);
    },
  });

  return {
    form,
    fields,
    dirty,
    blocker,
    conflict,
    restored,
    leave,
    isSaving: save.isPending,
    /** What went wrong and no field shows. */
    failure: save.isError && !(save.error instanceof Overtaken) && Object.keys(form.errors).length === 0 ? save.error : null,
    submit: form.onSubmit((values) => { save.mutate(values); }, (errors) => { focusFirst(form, errors); }),
    close: () => { setOpen(undefined); },
    startOver: () => {
      setRestored(false);
      const fresh = { values: valuesOf(row), version: row?.version ?? 0 };
      setBase(fresh);
      form.setValues(fresh.values);
      form.clearErrors();
    },
    loadNewer: () => {
      if (conflict === null) return;
      setBase(conflict.newer);
      form.setValues(conflict.newer.values);
      setConflict(null);
      save.reset();
    },
    /** Fields that I left alone take what the other wrote; mine stay mine. */
    keepMine: () => {
      if (conflict === null) return;
      const mine = fields.filter((field) => !same(form.values[field], base.values[field]));
      const merged = { ...conflict.newer.values };
      for (const field of mine) merged[field] = form.values[field];
      setBase(conflict.newer);
      form.setValues(merged);
      setConflict(null);
      save.reset();
    },
  };
}

function focusFirst<Values extends object>(form: UseFormReturnType<Values>, errors: object): void {
  const first = Object.keys(errors)[0];
  if (first !== undefined) form.getInputNode(first as never)?.focus();
}
