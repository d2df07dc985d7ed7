import type { UseFormReturnType } from '@mantine/form';

/** What an input of our own takes of a form. */
export interface Field<Value> {
  value: Value;
  onChange: (value: Value) => void;
  error?: React.ReactNode;
}

export function fieldOf<Values extends object, Name extends keyof Values & string>(form: UseFormReturnType<Values>, name: Name): Field<Values[Name]> {
  const { value, onChange, error } = form.getInputProps(name as never) as Field<Values[Name]>;
  return { value, onChange, error };
}
