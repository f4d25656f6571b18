/** Where a photo is dropped, chosen or taken. A real file field covers it. */
import { bytes } from './format.ts';
import { Icon } from './icon.tsx';
import type { Refusal } from './shapes.ts';

/** What the field shows: nothing yet, a chosen photo, one under way, or why the last one was refused. */
export type DropState =
  | { readonly is: 'waiting' }
  | {
      readonly is: 'chosen';
      readonly name: string;
      readonly size: number;
      readonly preview?: string | undefined;
    }
  | { readonly is: 'sending'; readonly percent: number }
  | { readonly is: 'refused'; readonly refusal: Refusal; readonly also: string };

export type DropProps = {
  readonly maxMegabytes: number;
  readonly state: DropState;
  readonly over?: boolean;
  /** A file was refused or forgotten at the last post. */
  readonly error?: string | undefined;
  /** Of the file field; there may be two on a workbench. */
  readonly id?: string;
  readonly onFile?: (input: HTMLInputElement) => void;
  readonly onCamera?: () => void;
  readonly onOver?: (over: boolean) => void;
};

export const acceptedTypes = 'image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif';

export const Drop = ({
  maxMegabytes,
  state,
  over = false,
  error,
  id = 'photo',
  onFile,
  onCamera,
  onOver,
}: DropProps) => (
  <div class={['drop', over && 'is-over', state.is === 'refused' && 'is-wrong'].filter(Boolean).join(' ')}>
    <Inside state={state} id={id} />
    <p class="hint" id={`${id}-hint`}>
      JPEG, PNG, WebP, HEIC or AVIF, up to {maxMegabytes} MB. On a phone you can take one now.
    </p>
    {error === undefined ? null : (
      <p class="wrong" id={`${id}-error`}>
        <Icon name="alert" />
        {error}
      </p>
    )}
    <span class="btn" aria-hidden="true">
      {state.is === 'waiting' ? 'Choose a photo' : 'Choose another photo'}
    </span>
    <input
      type="file"
      id={id}
      name="photo"
      accept={acceptedTypes}
      aria-describedby={`${id}-hint photo-privacy${error === undefined ? '' : ` ${id}-error`}`}
      onChange={({ currentTarget }) => onFile?.(currentTarget)}
      onDragEnter={() => onOver?.(true)}
      onDragLeave={() => onOver?.(false)}
      onDrop={() => onOver?.(false)}
    />
    {onCamera === undefined ? null : (
      <button class="textbtn only-touch" type="button" onClick={onCamera}>
        Take a photo now
      </button>
    )}
  </div>
);

function Inside({ state, id }: { state: DropState; id: string }) {
  if (state.is === 'refused') return <Refused {...state} id={id} />;
  if (state.is === 'sending') return <Sending percent={state.percent} id={id} />;
  if (state.is === 'chosen') return <Chosen {...state} id={id} />;
  return (
    <>
      <Icon name="upload" />
      <p>
        <label class="serif t-xl" for={id}>
          Drop a photo here, or choose one
        </label>
      </p>
    </>
  );
}

const Refused = ({ refusal, also, id }: { refusal: Refusal; also: string; id: string }) => (
  <>
    <Icon name="alert" />
    <h2 class="t-xl" id="refused" tabIndex={-1} autofocus>
      {refusal.title}
    </h2>
    <p class="ink s measure">
      {refusal.because} {refusal.remedy} {also}
    </p>
    <label class="vh" for={id}>
      Choose another photo
    </label>
  </>
);

type ChosenProps = Extract<DropState, { readonly is: 'chosen' }> & { readonly id: string };

const Chosen = ({ name, size, preview, id }: ChosenProps) => (
  <>
    {preview === undefined ? <Icon name="check" /> : <img class="drop-thumb" src={preview} alt="" />}
    <p role="status">
      <label class="serif t-xl" for={id}>
        {name}
      </label>
      <br />
      <span class="hint">{bytes(size)}, ready to send</span>
    </p>
  </>
);

/** "Sending the photo, 42 %". */
export const sendingSays = (percent: number): string =>
  percent < 100 ? `Sending the photo, ${percent} %` : 'Checking the photo …';

const Sending = ({ percent, id }: { percent: number; id: string }) => (
  <>
    <Icon name="upload" />
    <p class="serif t-xl" role="status">
      {percent < 100 ? 'Sending the photo' : 'Checking the photo'}
    </p>
    <progress
      class="measure-xs"
      value={percent < 100 ? percent : undefined}
      max={100}
      aria-label="Sending the photo"
    />
    <label class="vh" for={id}>
      Choose another photo
    </label>
  </>
);
