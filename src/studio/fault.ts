/** Faults of the studio: what should not happen, as against a refused photo, which is a value. Codes are stable. */
export type StudioFaultCode =
  | 'studio/stopped' // the engine was asked after stop(), or stopped meanwhile
  | 'studio/crashed' // the process that painted ended by itself; only its job is lost
  | 'studio/timed-out'
  | 'studio/out-of-memory'
  | 'studio/cancelled' // by the caller's signal
  | 'studio/photo-unreadable' // paint was given what inspect would have refused
  | 'studio/unknown-style'
  | 'studio/unknown-variant'
  | 'studio/intensity' // outside 0 … 1
  | 'studio/size' // no picture of this size: see `sizeLimits`
  | 'studio/model' // an installed model or program file is missing or broken
  | 'studio/kernel'; // a loop failed: a fault of ours

export class StudioFault extends Error {
  override readonly name = 'StudioFault';
  readonly code: StudioFaultCode;

  /** @param about what an operator may read: nothing of the photo, nothing of the person. */
  constructor(code: StudioFaultCode, about = '', cause?: unknown) {
    super(about === '' ? code : `${code}: ${about}`, cause === undefined ? {} : { cause });
    this.code = code;
  }
}
