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
  readonly onFile?: (input: HTMLInputElement) => void;
  readonly onCamera?: () => void;
  readonly onOver?: (over: boolean) => void;
};

export const acceptedTypes = 'image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif';

export const Drop = ({ maxMegabytes, state, over = false, error, onFile, onCamera, onOver }: DropProps) => (
  <div class={['drop', over && 'is-over', state.is === 'refused' && 'is-wrong'].filter(Boolean).join(' ')}>
    <Inside state={state} />
    <p class="hint" id="photo-hint">
      JPEG, PNG, WebP, HEIC or AVIF, up to {maxMegabytes} MB. On a phone you can take one now.
    </p>
    {error === undefined ? null : (
      <p class="wrong" id="photo-error">
        <Icon name="alert" />
        {error}
      </p>
    )}
    <span class="btn" aria-hidden="true">
      {state.is === 'waiting' ? 'Choose a photo' : 'Choose another photo'}
    </span>
    <input
      type="file"
      id="photo"
      name="photo"
      accept={acceptedTypes}
      aria-describedby={`photo-hint photo-privacy${error === undefined ? '' : ' photo-error'}`}
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

function Inside({ state }: { state: DropState }) {
  if (state.is === 'refused') return <Refused {...state} />;
  if (state.is === 'sending') return <Sending percent={state.percent} />;
  if (state.is === 'chosen') return <Chosen {...state} />;
  return (
    <>
      <Icon name="upload" />
      <p>
        <label class="serif t-xl" for="photo">
          Drop a photo here, or choose one
        </label>
      </p>
    </>
  );
}

const Refused = ({ refusal, also }: { refusal: Refusal; also: string }) => (
  <>
    <Icon name="alert" />
    <h2 class="t-xl" id="refused" tabIndex={-1} autofocus>
      {refusal.title}
    </h2>
    <p class="ink s measure">
      {refusal.because} {refusal.remedy} {also}
    </p>
    <label class="vh" for="photo">
      Choose another photo
    </label>
  </>
);

const Chosen = ({ name, size, preview }: { name: string; size: number; preview?: string | undefined }) => (
  <>
    {preview === undefined ? <Icon name="check" /> : <img class="drop-thumb" src={preview} alt="" />}
    <p role="status">
      <label class="serif t-xl" for="photo">
        {name}
      </label>
      <br />
      <span class="hint">{bytes(size)}, ready to send</span>
    </p>
  </>
);

const Sending = ({ percent }: { percent: number }) => (
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
    <label class="vh" for="photo">
      Choose another photo
    </label>
  </>
);
