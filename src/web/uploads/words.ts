/** Why a photo, or a wish to paint, is refused, and what the studio advises: in the words that people read. */
import type { Advice as PhotoAdvice } from '../../studio/engine.ts';
import type { Advice, Refusal } from '../components/shapes.ts';

/** What the intake, the quota and the age gate may answer. */
export const photoRefusals = {
  'no-face': {
    title: 'We found no face in this photo.',
    because: 'Without a face there is nobody to paint.',
    remedy:
      'Try one where the face is in view and fills at least a quarter of the height. If it is an animal, choose “A pet”.',
  },
  'no-clear-subject': {
    title: 'We could not tell who to paint.',
    because: 'Nothing in this photo stands out from what is behind it.',
    remedy: 'Try one with a single animal in front, and some distance to the background.',
  },
  'too-small': {
    title: 'This photo is too small.',
    because: 'Its shorter side is under 300 pixels: too few to paint from.',
    remedy: 'Send the original from the phone or camera: copies from a messenger are often shrunk.',
  },
  'face-too-small': {
    title: 'The face is too small.',
    because: 'It is lower than 120 pixels, and the portrait would be guesswork.',
    remedy: 'Come closer, or send the original instead of a shrunk copy.',
  },
  blurred: {
    title: 'The photo is blurred.',
    because: 'The eyes are not sharp enough to paint.',
    remedy: 'Try one with more light, or hold the camera still.',
  },
  broken: {
    title: 'This file is damaged.',
    because: 'It ends in the middle of the picture, or it is not a picture.',
    remedy: 'Send it once more, or save it as JPEG first.',
  },
  animated: {
    title: 'This picture moves.',
    because: 'A portrait is painted from one still photo.',
    remedy: 'Save the frame that you like as JPEG or PNG, and send that.',
  },
  'format-not-allowed': {
    title: 'We cannot read this kind of file.',
    because: 'The studio reads JPEG, PNG, WebP, HEIC and AVIF, told by their content and not by their name.',
    remedy: 'Save the photo as one of these, and try again.',
  },
  'too-many-pixels': {
    title: 'This photo has too many pixels.',
    because: 'The studio takes up to 100 megapixels.',
    remedy: 'Shrink it to half its width: nothing of the portrait is lost.',
  },
  'too-large': {
    title: 'This file is too large.',
    because: 'The studio takes files up to 40 MB.',
    remedy: 'Save it as JPEG, or shrink it to half its width.',
  },
  'quota-used': {
    title: 'That was the last free painting for today.',
    because: 'Three photos a day are free, each in up to three styles.',
    remedy:
      'The count starts again at midnight UTC. What you have painted stays, and you can still compare and buy.',
  },
  'under-age': {
    title: 'We cannot paint this for you yet.',
    because: 'We store nothing about anyone younger than the law of their country asks for.',
    remedy: 'Nothing was stored: not the photo, and not that you asked.',
  },
} as const satisfies Record<string, Refusal>;

export type PhotoRefusal = keyof typeof photoRefusals;

/** What the intake advises without refusing: the portrait is painted all the same. A code without words does not compile. */
export const photoAdvice: Readonly<Record<PhotoAdvice, Advice>> = {
  'face-small': {
    says: 'The face is small.',
    remedy: 'It is enough for small prints; for large ones come closer.',
  },
  soft: { says: 'The photo is a little soft.', remedy: 'Hold the camera still, or use more light.' },
  dark: { says: 'The face is rather dark.', remedy: 'Light from a window helps more than a flash.' },
  lying: { says: 'The face lies on its side.', remedy: 'Turn the photo, and send it again.' },
  'several-faces': { says: 'There are several people.', remedy: 'We paint them together.' },
  'cut-at-top': {
    says: 'The top of the head is cut off.',
    remedy: 'We keep your photo’s background; with a little air above it we can paint our own.',
  },
  'background-kept': {
    says: 'The sitter fills the photo.',
    remedy: 'We keep its background. From a step further away we can paint our own.',
  },
};

/** What must be there before a photo is looked at. */
export const missing = {
  photo: 'Choose a photo first.',
  again: 'Choose the photo again: a browser forgets it when a page comes back.',
  style: 'Choose one to three styles.',
  mine: 'Say that the photo is yours to use, and that the people in it agree.',
  country: 'Choose the country you live in.',
  age: 'Say that you are old enough. We store nothing about anyone younger.',
} as const;

/** Said with every refusal of a photo: it never counts. */
export const costsNothing = 'This did not use up a free painting, and the photo is already erased.';
