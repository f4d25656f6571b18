/** Why an embedded server did not start, and what to do about it: for one line on a terminal, not for a log. */

export class CannotStart extends Error {
  override readonly name = 'CannotStart';
  /** Stable: `<server>/<what>`. */
  readonly code: string;
  /** What the person at the terminal can do. */
  readonly hint: string;

  constructor(code: string, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
    this.hint = hint;
  }
}
