/** The seal of a document: the shop's own frame, with a tick in it. Decoration; the signature is the proof. */
export const Seal = () => (
  <svg class="seal" viewBox="0 0 96 96" fill="none" stroke="currentColor" aria-hidden="true">
    <circle cx="48" cy="48" r="46" stroke-width="1" />
    <circle cx="48" cy="48" r="40" stroke-width="1" stroke-dasharray="1.5 3" />
    <rect x="29" y="24" width="38" height="48" stroke-width="1.5" />
    <rect x="35" y="30" width="26" height="36" stroke-width="1" />
    <path d="M29 24l6 6M67 24l-6 6M29 72l6-6M67 72l-6-6" stroke-width="1" />
    <path d="M42 48l4.500 5 9-11" stroke-width="2" />
  </svg>
);
