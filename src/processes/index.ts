/** Every process and every effect. One that is in neither list fails the doors test. */
import type { Effect } from '../eventsourcing/effect.ts';
import type { Process } from '../eventsourcing/process.ts';
import { askProcessorWhenOpen } from './ask-processor-when-open.ts';
import { buildCopyWhenRequested } from './build-copy-when-requested.ts';
import { cancelOrderWhenMasterFailed } from './cancel-order-when-master-failed.ts';
import { cancelOrderWhenPaymentFailed } from './cancel-order-when-payment-failed.ts';
import { closeAccountWhenErasureAccepted } from './close-account-when-erasure-accepted.ts';
import { completeLineWhenFileRendered } from './complete-line-when-file-rendered.ts';
import { completeLineWhenPrintShipped } from './complete-line-when-print-shipped.ts';
import { confirmOrderWhenPaymentCaptured } from './confirm-order-when-payment-captured.ts';
import { correctContactWhenRequested } from './correct-contact-when-requested.ts';
import { deleteFilesWhenKeysDestroyed } from './delete-files-when-keys-destroyed.ts';
import { destroyKeysWhenErasureAccepted } from './destroy-keys-when-erasure-accepted.ts';
import { issueAddendumWhenProcessorsAnswered } from './issue-addendum-when-processors-answered.ts';
import { issueInvoiceWhenPaymentCaptured } from './issue-invoice-when-payment-captured.ts';
import { issueReceiptWhenErasureVerified } from './issue-receipt-when-erasure-verified.ts';
import { keepFilesWhenMasterRendered } from './keep-files-when-master-rendered.ts';
import { keepPhotoWhenOrderPlaced } from './keep-photo-when-order-placed.ts';
import { letPhotoGoWhenOrderEnded } from './let-photo-go-when-order-ended.ts';
import { moveEndOfContactWhenOrderPlaced } from './move-end-of-contact-when-order-placed.ts';
import { moveEndOfContactWhenSignedIn } from './move-end-of-contact-when-signed-in.ts';
import { moveEndOfConversationWhenSaid } from './move-end-of-conversation-when-said.ts';
import { moveEndOfEvidenceWhenConsentChanged } from './move-end-of-evidence-when-consent-changed.ts';
import { moveEndOfFilesWhenOrderEnded } from './move-end-of-files-when-order-ended.ts';
import { moveEndOfRequestWhenAnswered } from './move-end-of-request-when-answered.ts';
import { moveEndsWhenGalleryAskedAnew } from './move-ends-when-gallery-asked-anew.ts';
import { moveEndsWhenGalleryChosen } from './move-ends-when-gallery-chosen.ts';
import { moveEndsWhenPhotoUsed } from './move-ends-when-photo-used.ts';
import { openPaymentWhenOrderPlaced } from './open-payment-when-order-placed.ts';
import { orderMastersWhenOrderConfirmed } from './order-masters-when-order-confirmed.ts';
import { paintPortraitWhenRequested } from './paint-portrait-when-requested.ts';
import { planPrintsWhenOrderConfirmed } from './plan-prints-when-order-confirmed.ts';
import type { Ports } from './ports.ts';
import { providePrintFileWhenMasterRendered } from './provide-print-file-when-master-rendered.ts';
import { refundOrderWhenCancelled } from './refund-order-when-cancelled.ts';
import { refundPaymentWhenOrderIsGone } from './refund-payment-when-order-is-gone.ts';
import { releaseQuotaWhenNothingPainted } from './release-quota-when-nothing-painted.ts';
import { renderMasterWhenOrdered } from './render-master-when-ordered.ts';
import { resumeErasureWhenOrderEnded } from './resume-erasure-when-order-ended.ts';
import { sendRefundWhenRequested } from './send-refund-when-requested.ts';
import { stopPaintingWhenPortraitFailed } from './stop-painting-when-portrait-failed.ts';
import { submitPrintOrderWhenFileReady } from './submit-print-order-when-file-ready.ts';
import { tellProcessorsWhenFilesDeleted } from './tell-processors-when-files-deleted.ts';
import { verifyErasureWhenProcessorsTold } from './verify-erasure-when-processors-told.ts';
import { writeWhenConversationOpened } from './write-when-conversation-opened.ts';
import { writeWhenCopyReady } from './write-when-copy-ready.ts';
import { writeWhenOrderConfirmed } from './write-when-order-confirmed.ts';
import { writeWhenPhotoErasureOrdered } from './write-when-photo-erasure-ordered.ts';
import { writeWhenPolicyPublished } from './write-when-policy-published.ts';
import { writeWhenRefundSucceeded } from './write-when-refund-succeeded.ts';
import { writeWhenRequestAcknowledged } from './write-when-request-acknowledged.ts';
import { writeWhenRequestAnswered } from './write-when-request-answered.ts';
import { writeWhenRequestExtended } from './write-when-request-extended.ts';
import { writeWhenShipmentSent } from './write-when-shipment-sent.ts';
import { writeWhenStaffAnswered } from './write-when-staff-answered.ts';

export type { Ports };

export const processes: readonly Process[] = [
  keepPhotoWhenOrderPlaced,
  letPhotoGoWhenOrderEnded,
  confirmOrderWhenPaymentCaptured,
  cancelOrderWhenPaymentFailed,
  cancelOrderWhenMasterFailed,
  planPrintsWhenOrderConfirmed,
  providePrintFileWhenMasterRendered,
  completeLineWhenFileRendered,
  completeLineWhenPrintShipped,
  stopPaintingWhenPortraitFailed,
  closeAccountWhenErasureAccepted,
];

export const effects: readonly Effect<Ports>[] = [
  paintPortraitWhenRequested,
  releaseQuotaWhenNothingPainted,
  moveEndsWhenPhotoUsed,
  moveEndsWhenGalleryAskedAnew,
  moveEndsWhenGalleryChosen,
  moveEndOfContactWhenOrderPlaced,
  moveEndOfContactWhenSignedIn,
  moveEndOfFilesWhenOrderEnded,
  moveEndOfEvidenceWhenConsentChanged,
  keepFilesWhenMasterRendered,
  openPaymentWhenOrderPlaced,
  orderMastersWhenOrderConfirmed,
  renderMasterWhenOrdered,
  submitPrintOrderWhenFileReady,
  issueInvoiceWhenPaymentCaptured,
  refundOrderWhenCancelled,
  refundPaymentWhenOrderIsGone,
  sendRefundWhenRequested,
  writeWhenOrderConfirmed,
  writeWhenShipmentSent,
  writeWhenRefundSucceeded,
  destroyKeysWhenErasureAccepted,
  deleteFilesWhenKeysDestroyed,
  tellProcessorsWhenFilesDeleted,
  verifyErasureWhenProcessorsTold,
  issueReceiptWhenErasureVerified,
  askProcessorWhenOpen,
  issueAddendumWhenProcessorsAnswered,
  resumeErasureWhenOrderEnded,
  buildCopyWhenRequested,
  correctContactWhenRequested,
  writeWhenCopyReady,
  writeWhenRequestAcknowledged,
  writeWhenRequestExtended,
  writeWhenRequestAnswered,
  writeWhenPhotoErasureOrdered,
  writeWhenPolicyPublished,
  moveEndOfRequestWhenAnswered,
  moveEndOfConversationWhenSaid,
  writeWhenConversationOpened,
  writeWhenStaffAnswered,
];
