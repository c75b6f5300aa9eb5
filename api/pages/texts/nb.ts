import type { PayerTexts } from './payer-texts.js';

const CHECK_SOON = 'Sjekk igjen om et øyeblikk.';
const KEEP_CHECKING = 'Vi fortsetter å sjekke, og resultatet vises på denne siden.';
const NOTHING_TO_DO =
  'Du trenger ikke å gjøre noe mer. Hvis banken din fortsatt viser beløpet som reservert, kan det ta noen dager før det forsvinner.';
const ASK_SHOP = 'Kontakt butikken hvis du har spørsmål om bestillingen din.';
const ASK_REFUND = 'Kontakt butikken hvis du vil ha pengene tilbake.';
const STILL_CANCEL = 'Kontakt butikken hvis du fortsatt vil kansellere.';
const GIVE_REFERENCE = 'Kontakt butikken og oppgi referansen nedenfor.';

export const nb: PayerTexts = {
  locale: 'nb',
  timeZone: 'Europe/Oslo',
  where: 'Kansellering av betalingen din',
  views: {
    requested: {
      title: 'Det er bedt om kansellering',
      now: 'Vi ber banken din eller betalingstjenesten om å kansellere betalingen.',
      next: 'Svaret vises her. Det kan hende at banken vil at du godkjenner kanselleringen. I så fall tar denne siden deg dit.',
    },
    awaitingPayer: {
      title: 'Banken din trenger din godkjenning',
      now: 'Betalingen er ikke kansellert ennå. Banken din vil at du først godkjenner kanselleringen.',
      next: 'Fortsett hos banken din og godkjenn kanselleringen der. Deretter sjekker vi med banken om betalingen er kansellert. Uten din godkjenning kan vi ikke kansellere den.',
    },
    deadlinePassed: {
      title: 'Fristen for din godkjenning er ute',
      now: 'Vi sjekker en siste gang om betalingen er blitt kansellert.',
      next: 'Resultatet vises på denne siden.',
    },
    verifying: {
      title: 'Vi sjekker betalingen din',
      now: 'Vi spør banken din eller betalingstjenesten om betalingen er blitt kansellert. Det kan ta et øyeblikk.',
      next: CHECK_SOON,
    },
    awaitingProvider: {
      title: 'Kanselleringen er ikke ferdig ennå',
      now: 'Banken din eller betalingstjenesten arbeider fortsatt med den. Du trenger ikke å gjøre noe.',
      next: `${KEEP_CHECKING} Noen ganger tar det flere timer.`,
    },
    needsReview: {
      title: 'Kanselleringen din må ses nærmere på',
      now: 'Vi klarte ikke å finne ut automatisk hvordan det står til med betalingen, så en person må se på den.',
      next: `${KEEP_CHECKING} Haster det, kan du kontakte butikken og oppgi referansen nedenfor.`,
    },
    unresolved: {
      title: 'Vi klarte ikke å finne ut hvordan det står til med betalingen din',
      now: 'Kontrollene våre ble avsluttet uten et klart svar.',
      next: `${GIVE_REFERENCE} Banken din kan si om pengene er trukket.`,
    },
    lateNews: {
      title: 'Det er nytt om betalingen din',
      now: 'Saken var avsluttet uten at betalingen ble kansellert. Siden har vi fått nye opplysninger, og vi sjekker hvordan det nå står til med betalingen.',
      next: CHECK_SOON,
    },
    cancelled: {
      title: 'Betalingen din er kansellert',
      now: 'Banken din eller betalingstjenesten har bekreftet kanselleringen.',
      next: NOTHING_TO_DO,
    },
    alreadyCancelled: {
      title: 'Betalingen din var allerede kansellert',
      now: 'Banken din eller betalingstjenesten har bekreftet at betalingen var blitt kansellert tidligere.',
      next: NOTHING_TO_DO,
    },
    aborted: {
      title: 'Betalingen din er avbrutt',
      now: 'Betalingen var ikke fullført ennå og kan ikke lenger fullføres.',
      next: NOTHING_TO_DO,
    },
    partlyCancelled: {
      title: 'Resten av betalingen din er kansellert',
      now: 'En del av beløpet var allerede trukket. Banken din eller betalingstjenesten har bekreftet at resten er kansellert.',
      next: 'Kontakt butikken hvis du har spørsmål om den delen som er trukket. Hvis banken din fortsatt viser resten som reservert, kan det ta noen dager før det forsvinner.',
    },
    notExecuted: {
      title: 'Betalingen ble ikke gjennomført',
      now: 'Det var ikke noe igjen å kansellere: betalingen mislyktes, ble avvist eller utløp.',
      next: ASK_SHOP,
    },
    tooLate: {
      title: 'Det var for sent å kansellere betalingen',
      now: 'Betalingen var allerede gjennomført eller godtatt.',
      next: 'Be butikken om en refusjon hvis du vil ha pengene tilbake.',
    },
    alreadyReversed: {
      title: 'Betalingen var allerede refundert',
      now: 'Det var ikke noe igjen å kansellere, fordi betalingen allerede var tilbakeført.',
      next: ASK_SHOP,
    },
    partiallyExecuted: {
      title: 'En del av betalingen er gjennomført',
      now: 'Betalingen besto av flere deler, og noen av dem er allerede gjennomført.',
      next: 'Kontakt butikken hvis du vil ha den delen av pengene tilbake.',
    },
    notSupported: {
      title: 'Denne betalingen kan ikke kanselleres',
      now: 'Banken din eller betalingsmåten tillater ikke at denne betalingen kanselleres.',
      next: ASK_REFUND,
    },
    notCancellable: {
      title: 'Det er ikke mulig å kansellere',
      now: 'Betalingens nåværende status eller vilkår tillater ikke at den kanselleres.',
      next: ASK_REFUND,
    },
    refused: {
      title: 'Kanselleringen ble avslått',
      now: 'Kanselleringen ble ikke godkjent eller ikke godtatt. Betalingen gjelder derfor fortsatt.',
      next: STILL_CANCEL,
    },
    payerDidNotValidate: {
      title: 'Kanselleringen ble ikke godkjent',
      now: 'Banken din mottok ingen godkjenning fra deg. Derfor prøver vi ikke lenger å kansellere betalingen.',
      next: `Hvis du godkjente i siste liten, kan betalingen likevel bli kansellert. Banken din kan gi deg beskjed. ${STILL_CANCEL}`,
    },
    stopped: {
      title: 'Kanselleringen ble stoppet',
      now: 'Den ble stoppet før den var ferdig.',
      next: STILL_CANCEL,
    },
    notFound: {
      title: 'Betalingen ble ikke funnet',
      now: 'Betalingstjenesten kjenner ikke til denne betalingen.',
      next: GIVE_REFERENCE,
    },
  },
  money: {
    none: 'Det vil ikke bli trukket penger fra kontoen din for denne betalingen.',
    partial: 'En del av pengene er trukket eller vil bli trukket.',
    expected: 'Betalingen er ikke stoppet. Regn med at pengene blir trukket fra kontoen din.',
    done: 'Pengene er trukket fra kontoen din.',
    unknown: 'Vi vet ikke om pengene vil bli trukket. Sjekk kontoen din eller spør banken din.',
    open: 'Inntil kanselleringen er bekreftet, kan pengene fortsatt bli trukket fra kontoen din.',
    givenBack: 'Ifølge betalingstjenesten er pengene betalt tilbake til deg eller på vei tilbake.',
  },
  whatHappensNext: 'Hva skjer nå?',
  closedWindow: {
    heading: 'Hvis du har lukket bankens vindu',
    text: 'Det gjør ingenting. Hvis du ikke har godkjent kanselleringen ennå, kan du bare fortsette hos banken din igjen.',
  },
  mayClosePage:
    'Du kan lukke denne siden og komme tilbake senere med den samme lenken. Butikken får vite resultatet automatisk.',
  looksAgain: { text: 'Denne siden oppdateres av seg selv i noen minutter.', stop: 'Slutt å oppdatere' },
  replacesEarlier: 'Det har kommet nytt om betalingen din: dette resultatet erstatter et tidligere.',
  facts: {
    order: 'Bestilling',
    approveBy: 'Godkjenn innen',
    released: 'Kansellert beløp',
    captured: 'Trukket beløp',
    readAt: 'Betalingen ble sist sjekket',
    statusAt: 'Siden oppdatert',
  },
  actions: {
    continueAtBank: 'Fortsett hos banken min',
    checkAgain: 'Sjekk igjen',
    backToShop: 'Tilbake til butikken',
  },
  reference: { label: 'Referanse', hint: 'Oppgi denne referansen hvis du kontakter butikken.' },
  messages: {
    invalidReturn: {
      title: 'Denne lenken kan ikke brukes',
      paragraphs: [
        'Lenken er ufullstendig eller er blitt endret underveis. Den har ikke hatt noen virkning.',
        'Hvis du nettopp kom fra banken din, trenger du ikke å bekymre deg: vi sjekker selv resultatet med banken.',
        'Bruk lenken fra butikken eller kontakt butikken hvis du vil vite hvordan det går med kanselleringen.',
      ],
    },
    unknownLink: {
      title: 'Her er det ikke noe lenger',
      paragraphs: [
        'Lenken er ukjent, eller kanselleringen den hørte til, ble avsluttet for lenge siden.',
        'Butikken kan fortelle deg hvordan det står til med betalingen din.',
      ],
    },
    trouble: {
      title: 'Prøv igjen om et øyeblikk',
      paragraphs: ['Vi kan ikke hente kanselleringen din akkurat nå. Ingenting har gått tapt.'],
    },
  },
};
