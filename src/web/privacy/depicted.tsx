/** `/privacy/depicted`, `/privacy/children`: for people who have no account here, and are in a picture or know a child. */
import { errorOf, Field, Submit, TextField } from '../components/form.tsx';
import { PageHead } from '../components/layout.tsx';
import { ErrorSummary, Note } from '../components/notes.tsx';
import type { FieldError } from '../components/shapes.ts';

export type Told = { readonly where: string; readonly text: string; readonly email: string };
export type DepictedPageProps = {
  readonly about: 'depicted' | 'under-age';
  readonly told?: Told | undefined;
  readonly errors?: readonly FieldError[] | undefined;
};

const words = {
  depicted: {
    title: 'You are in a photo that somebody else sent',
    lede: 'Nobody has to ask you for more than what finds the picture. Our privacy officer decides, within a month; if the photo is of you, it is destroyed with what was painted from it. Whoever sent it is told that, and not by whom.',
    action: '/privacy/depicted',
    button: 'Ask for it to be erased',
    text: 'How do we know you in it?',
    hint: 'What you look like in the picture, who may have sent it, when you saw it.',
  },
  'under-age': {
    title: 'A child sent a photo of itself',
    lede: 'We keep nothing of children under 13, or under the age that the law of their country sets. If you can give the address of the picture or its studio, that photo is erased now; otherwise a person looks today.',
    action: '/privacy/children',
    button: 'Tell us',
    text: 'What happened?',
    hint: 'Do not tell us the name of the child.',
  },
} as const;

/** Posts `where`, `text`, `email`. */
export const DepictedPage = ({ about, told, errors }: DepictedPageProps) => {
  const { title, lede, action, button, text, hint } = words[about];
  return (
    <div class="wrap--text stack gap-6">
      <PageHead title={title} lede={lede} />
      <ErrorSummary errors={errors ?? []} />
      <form class="sheet stack gap-5" method="post" action={action}>
        <TextField
          id="where"
          label="Where is the picture?"
          hint="The address of the page or picture, or the order’s number on its label: P-1042. Leave it empty if you do not know."
          value={told?.where}
          maxLength={500}
        />
        <Field id="text" label={text} hint={hint} error={errorOf(errors, 'text')}>
          {(described) => (
            <textarea class="input" id="text" name="text" rows={6} maxLength={20_000} {...described}>
              {told?.text ?? ''}
            </textarea>
          )}
        </Field>
        <TextField
          id="email"
          type="email"
          label="Where do we answer?"
          hint="An e-mail address, for this and nothing else. Without one, the page that follows shows the answer."
          error={errorOf(errors, 'email')}
          value={told?.email}
          autocomplete="email"
          maxLength={254}
        />
        <p>
          <Submit>{button}</Submit>
        </p>
      </form>
      <Note>
        <p>What you write is sealed, read by the privacy officer alone, and kept for three years as proof.</p>
      </Note>
    </div>
  );
};
