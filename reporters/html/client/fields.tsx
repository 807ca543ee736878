/** Fields with their labels. */

interface FieldProps<Value> {
  label: string;
  value: Value;
  id?: string;
}

interface ChoiceFieldProps<Value extends string> extends FieldProps<Value> {
  options: [value: Value, words: string][];
  set(value: Value): void;
}

export function ChoiceField<Value extends string>({
  label,
  value,
  id,
  options,
  set,
}: ChoiceFieldProps<Value>) {
  return (
    <label>
      {label}{' '}
      <select id={id} value={value} onChange={(event) => set(event.currentTarget.value as Value)}>
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A figure above 0, or nothing: then any will do. */
export function LimitField({ label, value, id, set }: FieldProps<string> & { set(value: string): void }) {
  return (
    <label>
      {label}
      <input
        id={id}
        type="number"
        min="0"
        step="any"
        placeholder="any"
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
}
