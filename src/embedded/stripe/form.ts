/** Stripe's request bodies: `a[b][0][c]=d` in a form, and lists that are objects with numbers for names. */

export type Value = string | Fields;
export type Fields = { readonly [name: string]: Value };

const namesMax = 500;

/** @returns nothing where the form is malformed: a name twice, a value where a group is, or too much of it */
export function decoded(form: URLSearchParams): Fields | undefined {
  const root: Group = new Map();
  if (form.size > namesMax) return undefined;
  for (const [name, value] of form) {
    const [first, ...rest] = name.split('[').map((part) => part.replace(/\]$/, ''));
    if (first === undefined || first === '' || !place(root, [first, ...rest], value)) return undefined;
  }
  return fieldsOf(root);
}

type Group = Map<string, string | Group>;

/** `a[]` counts on by itself. */
function place(group: Group, [head = '', ...rest]: readonly string[], value: string): boolean {
  const name = head === '' ? String(group.size) : head;
  const there = group.get(name);
  if (rest.length === 0) {
    if (there !== undefined) return false;
    group.set(name, value);
    return true;
  }
  if (typeof there === 'string') return false;
  const inner: Group = there ?? new Map();
  group.set(name, inner);
  return place(inner, rest, value);
}

/** `fromEntries` defines and never assigns, so that `__proto__` is a name like any other. */
const fieldsOf = (group: Group): Fields =>
  Object.fromEntries(
    [...group].map(([name, value]) => [name, typeof value === 'string' ? value : fieldsOf(value)]),
  );
