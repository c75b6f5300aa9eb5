import type { PayerTexts } from './payer-texts.js';

const CHECK_SOON = 'Bitte prüfen Sie es in einem Moment erneut.';
const KEEP_CHECKING = 'Wir prüfen weiter, und das Ergebnis erscheint auf dieser Seite.';
const NOTHING_TO_DO =
  'Sie müssen nichts weiter tun. Falls Ihre Bank den Betrag noch als vorgemerkt anzeigt, kann es einige Tage dauern, bis das verschwindet.';
const ASK_SHOP = 'Wenn Sie Fragen zu Ihrer Bestellung haben, wenden Sie sich bitte an den Shop.';
const ASK_REFUND = 'Wenn Sie Ihr Geld zurückhaben möchten, wenden Sie sich bitte an den Shop.';
const STILL_CANCEL = 'Wenn Sie weiterhin stornieren möchten, wenden Sie sich bitte an den Shop.';
const GIVE_REFERENCE = 'Bitte wenden Sie sich an den Shop und nennen Sie die Referenz unten.';

export const de: PayerTexts = {
  locale: 'de',
  timeZone: 'Europe/Berlin',
  where: 'Stornierung Ihrer Zahlung',
  views: {
    requested: {
      title: 'Die Stornierung ist angefragt',
      now: 'Wir bitten Ihre Bank oder den Zahlungsdienst, die Zahlung zu stornieren.',
      next: 'Die Antwort erscheint hier. Möglicherweise möchte Ihre Bank, dass Sie die Stornierung freigeben; dann führt Sie diese Seite dorthin.',
    },
    awaitingPayer: {
      title: 'Ihre Bank benötigt Ihre Freigabe',
      now: 'Die Zahlung ist noch nicht storniert. Ihre Bank möchte, dass Sie die Stornierung zuerst freigeben.',
      next: 'Fahren Sie bei Ihrer Bank fort und geben Sie die Stornierung dort frei. Danach prüfen wir bei Ihrer Bank, ob die Zahlung storniert ist. Ohne Ihre Freigabe können wir sie nicht stornieren.',
    },
    deadlinePassed: {
      title: 'Die Frist für Ihre Freigabe ist abgelaufen',
      now: 'Wir prüfen ein letztes Mal, ob die Zahlung storniert wurde.',
      next: 'Das Ergebnis erscheint auf dieser Seite.',
    },
    verifying: {
      title: 'Wir prüfen Ihre Zahlung',
      now: 'Wir fragen bei Ihrer Bank oder dem Zahlungsdienst nach, ob die Zahlung storniert wurde. Das kann einen Moment dauern.',
      next: CHECK_SOON,
    },
    awaitingProvider: {
      title: 'Die Stornierung ist noch nicht abgeschlossen',
      now: 'Ihre Bank oder der Zahlungsdienst arbeitet noch daran. Sie müssen nichts tun.',
      next: `${KEEP_CHECKING} Manchmal dauert das mehrere Stunden.`,
    },
    needsReview: {
      title: 'Ihre Stornierung muss genauer geprüft werden',
      now: 'Wir konnten nicht automatisch feststellen, wie es um die Zahlung steht. Deshalb muss sich jemand persönlich darum kümmern.',
      next: `${KEEP_CHECKING} Wenn es eilt, wenden Sie sich an den Shop und nennen Sie die Referenz unten.`,
    },
    unresolved: {
      title: 'Wir konnten nicht feststellen, wie es um Ihre Zahlung steht',
      now: 'Unsere Prüfung endete ohne eindeutige Antwort.',
      next: `${GIVE_REFERENCE} Ihre Bank kann Ihnen sagen, ob das Geld abgebucht wurde.`,
    },
    lateNews: {
      title: 'Es gibt Neuigkeiten zu Ihrer Zahlung',
      now: 'Der Vorgang war beendet, ohne dass die Zahlung storniert wurde. Seitdem haben wir neue Informationen erhalten und prüfen, wie es jetzt um die Zahlung steht.',
      next: CHECK_SOON,
    },
    cancelled: {
      title: 'Ihre Zahlung ist storniert',
      now: 'Ihre Bank oder der Zahlungsdienst hat die Stornierung bestätigt.',
      next: NOTHING_TO_DO,
    },
    alreadyCancelled: {
      title: 'Ihre Zahlung war bereits storniert',
      now: 'Ihre Bank oder der Zahlungsdienst hat bestätigt, dass die Zahlung schon vorher storniert wurde.',
      next: NOTHING_TO_DO,
    },
    aborted: {
      title: 'Ihre Zahlung wurde abgebrochen',
      now: 'Die Zahlung war noch nicht abgeschlossen und kann jetzt nicht mehr abgeschlossen werden.',
      next: NOTHING_TO_DO,
    },
    partlyCancelled: {
      title: 'Der Rest Ihrer Zahlung ist storniert',
      now: 'Ein Teil des Betrags war bereits abgebucht. Ihre Bank oder der Zahlungsdienst hat bestätigt, dass der Rest storniert ist.',
      next: 'Wenn Sie Fragen zum abgebuchten Teil haben, wenden Sie sich bitte an den Shop. Falls Ihre Bank den Rest noch als vorgemerkt anzeigt, kann es einige Tage dauern, bis das verschwindet.',
    },
    notExecuted: {
      title: 'Die Zahlung wurde nicht ausgeführt',
      now: 'Es gab nichts mehr zu stornieren: Die Zahlung ist fehlgeschlagen, wurde abgelehnt oder ist abgelaufen.',
      next: ASK_SHOP,
    },
    tooLate: {
      title: 'Für eine Stornierung war es zu spät',
      now: 'Die Zahlung war bereits ausgeführt oder angenommen.',
      next: 'Um das Geld zurückzubekommen, bitten Sie den Shop um eine Erstattung.',
    },
    alreadyReversed: {
      title: 'Die Zahlung wurde bereits erstattet',
      now: 'Es gab nichts mehr zu stornieren, weil die Zahlung schon rückgängig gemacht wurde.',
      next: ASK_SHOP,
    },
    partiallyExecuted: {
      title: 'Ein Teil der Zahlung wurde ausgeführt',
      now: 'Die Zahlung bestand aus mehreren Teilen, und einige davon wurden bereits ausgeführt.',
      next: 'Wenn Sie diesen Teil des Geldes zurückhaben möchten, wenden Sie sich bitte an den Shop.',
    },
    notSupported: {
      title: 'Diese Zahlung kann nicht storniert werden',
      now: 'Ihre Bank oder Ihre Zahlungsart bietet für diese Zahlung keine Stornierung an.',
      next: ASK_REFUND,
    },
    notCancellable: {
      title: 'Eine Stornierung ist nicht möglich',
      now: 'Der derzeitige Stand der Zahlung oder ihre Bedingungen lassen keine Stornierung zu.',
      next: ASK_REFUND,
    },
    refused: {
      title: 'Die Stornierung wurde abgelehnt',
      now: 'Die Stornierung wurde nicht freigegeben oder nicht angenommen. Die Zahlung bleibt daher bestehen.',
      next: STILL_CANCEL,
    },
    payerDidNotValidate: {
      title: 'Die Stornierung wurde nicht freigegeben',
      now: 'Ihre Bank hat keine Freigabe von Ihnen erhalten. Deshalb versuchen wir nicht länger, die Zahlung zu stornieren.',
      next: `Falls Sie im letzten Moment noch freigegeben haben, kann die Zahlung trotzdem noch storniert werden; Ihre Bank kann es Ihnen sagen. ${STILL_CANCEL}`,
    },
    stopped: {
      title: 'Die Stornierung wurde beendet',
      now: 'Der Vorgang wurde beendet, bevor er abgeschlossen war.',
      next: STILL_CANCEL,
    },
    notFound: {
      title: 'Die Zahlung wurde nicht gefunden',
      now: 'Der Zahlungsdienst kennt diese Zahlung nicht.',
      next: GIVE_REFERENCE,
    },
  },
  money: {
    none: 'Für diese Zahlung wird kein Geld von Ihrem Konto abgebucht.',
    partial: 'Ein Teil des Geldes wurde oder wird abgebucht.',
    expected: 'Die Zahlung wurde nicht gestoppt. Rechnen Sie damit, dass das Geld von Ihrem Konto abgebucht wird.',
    done: 'Das Geld wurde von Ihrem Konto abgebucht.',
    unknown: 'Wir wissen nicht, ob das Geld abgebucht wird. Bitte prüfen Sie Ihr Konto oder fragen Sie Ihre Bank.',
    open: 'Solange die Stornierung nicht bestätigt ist, kann das Geld noch von Ihrem Konto abgebucht werden.',
    givenBack: 'Laut Zahlungsdienst wurde oder wird Ihnen das Geld zurückgezahlt.',
  },
  whatHappensNext: 'So geht es weiter',
  closedWindow: {
    heading: 'Falls Sie das Fenster Ihrer Bank geschlossen haben',
    text: 'Das ist kein Problem. Wenn Sie die Stornierung noch nicht freigegeben haben, fahren Sie einfach erneut bei Ihrer Bank fort.',
  },
  mayClosePage:
    'Sie können diese Seite schließen und später mit demselben Link wiederkommen. Der Shop erfährt das Ergebnis automatisch.',
  looksAgain: { text: 'Diese Seite aktualisiert sich einige Minuten lang von selbst.', stop: 'Nicht mehr aktualisieren' },
  replacesEarlier: 'Zu Ihrer Zahlung gab es Neuigkeiten: Dieses Ergebnis ersetzt ein früheres.',
  facts: {
    order: 'Bestellung',
    approveBy: 'Freigabe möglich bis',
    released: 'Stornierter Betrag',
    captured: 'Abgebuchter Betrag',
    readAt: 'Zahlung zuletzt geprüft',
    statusAt: 'Stand',
  },
  actions: { continueAtBank: 'Weiter bei meiner Bank', checkAgain: 'Erneut prüfen', backToShop: 'Zurück zum Shop' },
  reference: { label: 'Referenz', hint: 'Nennen Sie diese Referenz, wenn Sie sich an den Shop wenden.' },
  messages: {
    invalidReturn: {
      title: 'Dieser Link kann nicht verwendet werden',
      paragraphs: [
        'Der Link ist unvollständig oder wurde unterwegs verändert. Er hatte keine Wirkung.',
        'Falls Sie gerade von Ihrer Bank kommen, seien Sie unbesorgt: Wir prüfen das Ergebnis selbst bei Ihrer Bank.',
        'Den Stand Ihrer Stornierung sehen Sie über den Link des Shops, oder Sie wenden sich an den Shop.',
      ],
    },
    unknownLink: {
      title: 'Hier gibt es nichts mehr',
      paragraphs: [
        'Dieser Link ist nicht bekannt, oder die zugehörige Stornierung ist schon lange beendet.',
        'Der Shop kann Ihnen sagen, wie es um Ihre Zahlung steht.',
      ],
    },
    trouble: {
      title: 'Bitte versuchen Sie es gleich noch einmal',
      paragraphs: ['Wir können Ihre Stornierung im Moment nicht abrufen. Es ist nichts verloren gegangen.'],
    },
  },
};
