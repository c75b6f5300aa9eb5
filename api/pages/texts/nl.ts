import type { PayerTexts } from './payer-texts.js';

const CHECK_SOON = 'Controleer het over een ogenblik opnieuw.';
const KEEP_CHECKING = 'We blijven controleren en het resultaat verschijnt op deze pagina.';
const NOTHING_TO_DO =
  'U hoeft niets meer te doen. Als uw bank het bedrag nog als gereserveerd toont, kan het een paar dagen duren voordat dat verdwijnt.';
const ASK_SHOP = 'Hebt u een vraag over uw bestelling, neem dan contact op met de winkel.';
const ASK_REFUND = 'Wilt u uw geld terug, neem dan contact op met de winkel.';
const STILL_CANCEL = 'Wilt u nog steeds annuleren, neem dan contact op met de winkel.';
const GIVE_REFERENCE = 'Neem contact op met de winkel en vermeld de referentie hieronder.';

export const nl: PayerTexts = {
  locale: 'nl',
  timeZone: 'Europe/Amsterdam',
  where: 'Annulering van uw betaling',
  views: {
    requested: {
      title: 'De annulering is aangevraagd',
      now: 'We vragen uw bank of de betaaldienst om de betaling te annuleren.',
      next: 'Het antwoord verschijnt hier. Misschien wil uw bank dat u de annulering goedkeurt. In dat geval brengt deze pagina u daarheen.',
    },
    awaitingPayer: {
      title: 'Uw bank heeft uw goedkeuring nodig',
      now: 'De betaling is nog niet geannuleerd. Uw bank wil dat u de annulering eerst goedkeurt.',
      next: 'Ga verder bij uw bank en keur de annulering daar goed. Daarna controleren we bij uw bank of de betaling is geannuleerd. Zonder uw goedkeuring kunnen we de betaling niet annuleren.',
    },
    deadlinePassed: {
      title: 'De termijn voor uw goedkeuring is verstreken',
      now: 'We controleren nog één keer of de betaling is geannuleerd.',
      next: 'Het resultaat verschijnt op deze pagina.',
    },
    verifying: {
      title: 'We controleren uw betaling',
      now: 'We gaan bij uw bank of de betaaldienst na of de betaling is geannuleerd. Dit kan even duren.',
      next: CHECK_SOON,
    },
    awaitingProvider: {
      title: 'De annulering is nog niet afgerond',
      now: 'Uw bank of de betaaldienst is er nog mee bezig. U hoeft niets te doen.',
      next: `${KEEP_CHECKING} Soms duurt dit enkele uren.`,
    },
    needsReview: {
      title: 'Uw annulering moet worden bekeken',
      now: 'We konden niet automatisch vaststellen hoe het met de betaling staat. Daarom moet iemand ernaar kijken.',
      next: `${KEEP_CHECKING} Is het dringend, neem dan contact op met de winkel en vermeld de referentie hieronder.`,
    },
    unresolved: {
      title: 'We konden niet vaststellen hoe het met uw betaling staat',
      now: 'Onze controles zijn geëindigd zonder duidelijk antwoord.',
      next: `${GIVE_REFERENCE} Uw bank kan u vertellen of het geld is afgeschreven.`,
    },
    lateNews: {
      title: 'Er is nieuws over uw betaling',
      now: 'De procedure was geëindigd zonder dat de betaling was geannuleerd. Sindsdien hebben we nieuwe informatie ontvangen en we controleren hoe het nu met de betaling staat.',
      next: CHECK_SOON,
    },
    cancelled: {
      title: 'Uw betaling is geannuleerd',
      now: 'Uw bank of de betaaldienst heeft de annulering bevestigd.',
      next: NOTHING_TO_DO,
    },
    alreadyCancelled: {
      title: 'Uw betaling was al geannuleerd',
      now: 'Uw bank of de betaaldienst heeft bevestigd dat de betaling al eerder was geannuleerd.',
      next: NOTHING_TO_DO,
    },
    aborted: {
      title: 'Uw betaling is afgebroken',
      now: 'De betaling was nog niet voltooid en kan nu niet meer worden voltooid.',
      next: NOTHING_TO_DO,
    },
    partlyCancelled: {
      title: 'De rest van uw betaling is geannuleerd',
      now: 'Een deel van het bedrag was al afgeschreven. Uw bank of de betaaldienst heeft bevestigd dat de rest is geannuleerd.',
      next: 'Hebt u een vraag over het afgeschreven deel, neem dan contact op met de winkel. Als uw bank de rest nog als gereserveerd toont, kan het een paar dagen duren voordat dat verdwijnt.',
    },
    notExecuted: {
      title: 'De betaling is niet uitgevoerd',
      now: 'Er viel niets meer te annuleren: de betaling is mislukt, geweigerd of verlopen.',
      next: ASK_SHOP,
    },
    tooLate: {
      title: 'Het was te laat om de betaling te annuleren',
      now: 'De betaling was al uitgevoerd of geaccepteerd.',
      next: 'Wilt u uw geld terug, vraag de winkel dan om een terugbetaling.',
    },
    alreadyReversed: {
      title: 'De betaling was al terugbetaald',
      now: 'Er viel niets meer te annuleren, omdat de betaling al was teruggedraaid.',
      next: ASK_SHOP,
    },
    partiallyExecuted: {
      title: 'Een deel van de betaling is uitgevoerd',
      now: 'De betaling bestond uit meerdere delen en sommige daarvan zijn al uitgevoerd.',
      next: 'Wilt u dat deel van uw geld terug, neem dan contact op met de winkel.',
    },
    notSupported: {
      title: 'Deze betaling kan niet worden geannuleerd',
      now: 'Uw bank of betaalmethode biedt voor deze betaling geen annulering aan.',
      next: ASK_REFUND,
    },
    notCancellable: {
      title: 'Annuleren is niet mogelijk',
      now: 'De huidige status van de betaling of de voorwaarden ervan laten geen annulering toe.',
      next: ASK_REFUND,
    },
    refused: {
      title: 'De annulering is geweigerd',
      now: 'De annulering is niet goedgekeurd of niet geaccepteerd. De betaling blijft daarom staan.',
      next: STILL_CANCEL,
    },
    payerDidNotValidate: {
      title: 'De annulering is niet goedgekeurd',
      now: 'Uw bank heeft uw goedkeuring niet ontvangen. Daarom proberen we niet langer de betaling te annuleren.',
      next: `Hebt u op het laatste moment toch goedgekeurd, dan kan de betaling alsnog worden geannuleerd. Uw bank kan u dat vertellen. ${STILL_CANCEL}`,
    },
    stopped: {
      title: 'De annulering is stopgezet',
      now: 'De procedure is stopgezet voordat ze was afgerond.',
      next: STILL_CANCEL,
    },
    notFound: {
      title: 'De betaling is niet gevonden',
      now: 'De betaaldienst kent deze betaling niet.',
      next: GIVE_REFERENCE,
    },
  },
  money: {
    none: 'Voor deze betaling wordt geen geld van uw rekening afgeschreven.',
    partial: 'Een deel van het geld is of wordt afgeschreven.',
    expected: 'De betaling is niet tegengehouden. Houd er rekening mee dat het geld van uw rekening wordt afgeschreven.',
    done: 'Het geld is van uw rekening afgeschreven.',
    unknown: 'We weten niet of het geld wordt afgeschreven. Controleer uw rekening of vraag het aan uw bank.',
    open: 'Zolang de annulering niet is bevestigd, kan het geld nog van uw rekening worden afgeschreven.',
    givenBack: 'Volgens de betaaldienst is of wordt het geld aan u terugbetaald.',
  },
  whatHappensNext: 'Wat er nu gebeurt',
  closedWindow: {
    heading: 'Als u het venster van uw bank hebt gesloten',
    text: 'Dat is geen probleem. Hebt u de annulering nog niet goedgekeurd, ga dan gewoon opnieuw verder bij uw bank.',
  },
  mayClosePage:
    'U kunt deze pagina sluiten en later met dezelfde link terugkomen. De winkel krijgt het resultaat automatisch te horen.',
  looksAgain: { text: 'Deze pagina wordt een paar minuten lang vanzelf bijgewerkt.', stop: 'Niet meer bijwerken' },
  replacesEarlier: 'Er is nieuws over uw betaling: dit resultaat vervangt een eerder resultaat.',
  facts: {
    order: 'Bestelling',
    approveBy: 'Goedkeuren kan tot',
    released: 'Geannuleerd bedrag',
    captured: 'Afgeschreven bedrag',
    readAt: 'Betaling laatst gecontroleerd',
    statusAt: 'Pagina bijgewerkt',
  },
  actions: {
    continueAtBank: 'Verder bij mijn bank',
    checkAgain: 'Opnieuw controleren',
    backToShop: 'Terug naar de winkel',
  },
  reference: { label: 'Referentie', hint: 'Vermeld deze referentie als u contact opneemt met de winkel.' },
  messages: {
    invalidReturn: {
      title: 'Deze link kan niet worden gebruikt',
      paragraphs: [
        'De link is onvolledig of is onderweg veranderd. Hij heeft geen gevolgen gehad.',
        'Komt u net van uw bank, maak u dan geen zorgen: we controleren het resultaat zelf bij uw bank.',
        'Om te zien hoe het met uw annulering staat, gebruikt u de link van de winkel of neemt u contact op met de winkel.',
      ],
    },
    unknownLink: {
      title: 'Hier is niets meer te vinden',
      paragraphs: [
        'Deze link is niet bekend, of de annulering waar hij bij hoorde is al lang geleden geëindigd.',
        'De winkel kan u vertellen hoe het met uw betaling staat.',
      ],
    },
    trouble: {
      title: 'Probeer het over een ogenblik opnieuw',
      paragraphs: ['We kunnen uw annulering nu niet opvragen. Er is niets verloren gegaan.'],
    },
  },
};
