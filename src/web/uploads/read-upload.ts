/** What was posted with a photo, checked before anybody looks at the photo. */
import { countriesWithAges } from '../../modules/privacy/ages.ts';
import type { FieldError } from '../components/shapes.ts';
import { type Form, type Photo, readForm } from './multipart.ts';
import type { Declared } from './take-photo.ts';
import { missing, type PhotoRefusal } from './words.ts';

const megabyte = 1_000_000;
export const photoMegabytesMax = 40;

export type Upload = {
  readonly photo: Photo;
  readonly declared: Declared;
  readonly styles: readonly string[];
};
export type Wrong =
  | { readonly wrong: 'form' }
  | { readonly wrong: 'fields'; readonly errors: readonly FieldError[]; readonly given: Sent }
  | { readonly wrong: 'refused'; readonly refused: PhotoRefusal; readonly given: Sent };

/** What is shown again in a form that comes back. */
export type Sent = {
  readonly subject: 'person' | 'pet';
  readonly country: string;
  readonly mine: boolean;
  readonly age: boolean;
  readonly chosen: readonly string[];
};

export async function readUpload(request: Request): Promise<Upload | Wrong> {
  const form = await readForm(request, photoMegabytesMax * megabyte);
  if (form === undefined) return { wrong: 'form' };
  const given = sentIn(form);
  // younger than the country asks for, said outright: nothing else is looked at
  if (no(form, 'age')) return { wrong: 'refused', refused: 'under-age', given };
  const errors = wrongFields(form, given);
  if (form.photo === 'too-large') return { wrong: 'refused', refused: 'too-large', given };
  if (form.photo === 'missing' || errors.length > 0) return { wrong: 'fields', errors, given };
  if (form.photo.bytes.length === 0) return { wrong: 'refused', refused: 'broken', given };
  const { subject, country, mine, age: oldEnough, chosen } = given;
  return { photo: form.photo, declared: { subject, country, mine, oldEnough }, styles: chosen };
}

function sentIn({ fields }: Form): Sent {
  const told = (name: string) => fields.get(name)?.at(-1) ?? '';
  return {
    subject: told('subject') === 'pet' ? 'pet' : 'person',
    country: told('country').toUpperCase(),
    mine: yes(told('mine')),
    age: yes(told('age')),
    chosen: [...new Set(fields.get('style') ?? [])].slice(0, 10),
  };
}

const yes = (value: string): boolean => ['on', 'true', 'yes', '1'].includes(value);
const no = ({ fields }: Form, name: string): boolean =>
  ['false', 'no', '0'].includes(fields.get(name)?.at(-1) ?? '');

function wrongFields(form: Form, { country, mine, age }: Sent): readonly FieldError[] {
  const checks: readonly (readonly [boolean, string, string])[] = [
    [form.photo === 'missing', 'photo', missing.photo],
    [!mine, 'mine', missing.mine],
    [!countriesWithAges.includes(country), 'country', missing.country],
    [!age, 'age', missing.age],
  ];
  return checks.flatMap(([wrong, field, says]) => (wrong ? [{ field, says }] : []));
}
