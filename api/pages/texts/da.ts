import type { PayerTexts } from './payer-texts.js';

const CHECK_SOON = 'Tjek igen om et øjeblik.';
const KEEP_CHECKING = 'Vi bliver ved med at tjekke, og resultatet vises på denne side.';
const NOTHING_TO_DO =
  'Du behøver ikke at gøre mere. Hvis din bank stadig viser beløbet som reserveret, kan der gå nogle dage, før det forsvinder.';
const ASK_SHOP = 'Kontakt butikken, hvis du har spørgsmål om din ordre.';
const ASK_REFUND = 'Kontakt butikken, hvis du vil have dine penge tilbage.';
const STILL_CANCEL = 'Kontakt butikken, hvis du stadig vil annullere.';
const GIVE_REFERENCE = 'Kontakt butikken, og oplys referencen nedenfor.';

export const da: PayerTexts = {
  locale: 'da',
  timeZone: 'Europe/Copenhagen',
  where: 'Annullering af din betaling',
  views: {
    requested: {
      title: 'Der er bedt om annullering',
      now: 'Vi beder din bank eller betalingstjenesten om at annullere betalingen.',
      next: 'Svaret vises her. Det kan være, at din bank vil have dig til at godkende annulleringen. I så fald fører denne side dig dertil.',
    },
    awaitingPayer: {
      title: 'Din bank har brug for din godkendelse',
      now: 'Betalingen er ikke annulleret endnu. Din bank vil have, at du først godkender annulleringen.',
      next: 'Fortsæt hos din bank, og godkend annulleringen dér. Derefter tjekker vi hos din bank, om betalingen er annulleret. Uden din godkendelse kan vi ikke annullere den.',
    },
    deadlinePassed: {
      title: 'Fristen for din godkendelse er udløbet',
      now: 'Vi tjekker en sidste gang, om betalingen er blevet annulleret.',
      next: 'Resultatet vises på denne side.',
    },
    verifying: {
      title: 'Vi tjekker din betaling',
      now: 'Vi spørger din bank eller betalingstjenesten, om betalingen er blevet annulleret. Det kan tage et øjeblik.',
      next: CHECK_SOON,
    },
    awaitingProvider: {
      title: 'Annulleringen er ikke færdig endnu',
      now: 'Din bank eller betalingstjenesten arbejder stadig på den. Du behøver ikke at gøre noget.',
      next: `${KEEP_CHECKING} Nogle gange tager det flere timer.`,
    },
    needsReview: {
      title: 'Din annullering skal ses nærmere efter',
      now: 'Vi kunne ikke automatisk finde ud af, hvordan det står til med betalingen, så en person skal se på den.',
      next: `${KEEP_CHECKING} Hvis det haster, kan du kontakte butikken og oplyse referencen nedenfor.`,
    },
    unresolved: {
      title: 'Vi kunne ikke finde ud af, hvordan det står til med din betaling',
      now: 'Vores kontrol sluttede uden et klart svar.',
      next: `${GIVE_REFERENCE} Din bank kan sige, om pengene er trukket.`,
    },
    lateNews: {
      title: 'Der er nyt om din betaling',
      now: 'Sagen var afsluttet, uden at betalingen blev annulleret. Siden har vi fået nye oplysninger, og vi tjekker, hvordan det nu står til med betalingen.',
      next: CHECK_SOON,
    },
    cancelled: {
      title: 'Din betaling er annulleret',
      now: 'Din bank eller betalingstjenesten har bekræftet annulleringen.',
      next: NOTHING_TO_DO,
    },
    alreadyCancelled: {
      title: 'Din betaling var allerede annulleret',
      now: 'Din bank eller betalingstjenesten har bekræftet, at betalingen var blevet annulleret tidligere.',
      next: NOTHING_TO_DO,
    },
    aborted: {
      title: 'Din betaling er blevet afbrudt',
      now: 'Betalingen var ikke gennemført endnu og kan ikke længere gennemføres.',
      next: NOTHING_TO_DO,
    },
    partlyCancelled: {
      title: 'Resten af din betaling er annulleret',
      now: 'En del af beløbet var allerede trukket. Din bank eller betalingstjenesten har bekræftet, at resten er annulleret.',
      next: 'Kontakt butikken, hvis du har spørgsmål om den del, der er trukket. Hvis din bank stadig viser resten som reserveret, kan der gå nogle dage, før det forsvinder.',
    },
    notExecuted: {
      title: 'Betalingen blev ikke gennemført',
      now: 'Der var ikke mere at annullere: Betalingen mislykkedes, blev afvist eller udløb.',
      next: ASK_SHOP,
    },
    tooLate: {
      title: 'Det var for sent at annullere betalingen',
      now: 'Betalingen var allerede gennemført eller accepteret.',
      next: 'Bed butikken om en refusion, hvis du vil have dine penge tilbage.',
    },
    alreadyReversed: {
      title: 'Betalingen var allerede refunderet',
      now: 'Der var ikke mere at annullere, fordi betalingen allerede var tilbageført.',
      next: ASK_SHOP,
    },
    partiallyExecuted: {
      title: 'En del af betalingen er gennemført',
      now: 'Betalingen bestod af flere dele, og nogle af dem er allerede gennemført.',
      next: 'Kontakt butikken, hvis du vil have den del af pengene tilbage.',
    },
    notSupported: {
      title: 'Denne betaling kan ikke annulleres',
      now: 'Din bank eller din betalingsmetode tillader ikke, at denne betaling annulleres.',
      next: ASK_REFUND,
    },
    notCancellable: {
      title: 'Det er ikke muligt at annullere',
      now: 'Betalingens nuværende status eller vilkår tillader ikke, at den annulleres.',
      next: ASK_REFUND,
    },
    refused: {
      title: 'Annulleringen blev afvist',
      now: 'Annulleringen blev ikke godkendt eller ikke accepteret. Betalingen gælder derfor stadig.',
      next: STILL_CANCEL,
    },
    payerDidNotValidate: {
      title: 'Annulleringen blev ikke godkendt',
      now: 'Din bank modtog ikke din godkendelse. Derfor forsøger vi ikke længere at annullere betalingen.',
      next: `Hvis du godkendte i sidste øjeblik, kan betalingen stadig blive annulleret. Din bank kan fortælle dig det. ${STILL_CANCEL}`,
    },
    stopped: {
      title: 'Annulleringen blev stoppet',
      now: 'Den blev stoppet, før den var færdig.',
      next: STILL_CANCEL,
    },
    notFound: {
      title: 'Betalingen blev ikke fundet',
      now: 'Betalingstjenesten kender ikke denne betaling.',
      next: GIVE_REFERENCE,
    },
  },
  money: {
    none: 'Der bliver ikke trukket penge fra din konto for denne betaling.',
    partial: 'En del af pengene er trukket eller bliver trukket.',
    expected: 'Betalingen er ikke stoppet. Regn med, at pengene bliver trukket fra din konto.',
    done: 'Pengene er trukket fra din konto.',
    unknown: 'Vi ved ikke, om pengene bliver trukket. Tjek din konto, eller spørg din bank.',
    open: 'Indtil annulleringen er bekræftet, kan pengene stadig blive trukket fra din konto.',
    givenBack: 'Ifølge betalingstjenesten er pengene betalt tilbage til dig eller på vej tilbage.',
  },
  whatHappensNext: 'Hvad sker der nu?',
  closedWindow: {
    heading: 'Hvis du har lukket bankens vindue',
    text: 'Det gør ikke noget. Hvis du ikke har godkendt annulleringen endnu, kan du bare fortsætte hos din bank igen.',
  },
  mayClosePage:
    'Du kan lukke siden og komme tilbage senere med det samme link. Butikken får automatisk besked om resultatet.',
  looksAgain: { text: 'Denne side opdateres af sig selv i nogle minutter.', stop: 'Stop opdateringen' },
  replacesEarlier: 'Der er kommet nyt om din betaling: Dette resultat erstatter et tidligere.',
  facts: {
    order: 'Ordre',
    approveBy: 'Godkend senest',
    released: 'Annulleret beløb',
    captured: 'Trukket beløb',
    readAt: 'Betalingen blev sidst tjekket',
    statusAt: 'Siden opdateret',
  },
  actions: {
    continueAtBank: 'Fortsæt hos min bank',
    checkAgain: 'Tjek igen',
    backToShop: 'Tilbage til butikken',
  },
  reference: { label: 'Reference', hint: 'Oplys denne reference, hvis du kontakter butikken.' },
  messages: {
    invalidReturn: {
      title: 'Dette link kan ikke bruges',
      paragraphs: [
        'Linket er ufuldstændigt eller er blevet ændret undervejs. Det har ikke haft nogen virkning.',
        'Hvis du lige er kommet fra din bank, skal du ikke være bekymret: Vi tjekker selv resultatet hos banken.',
        'Brug linket fra butikken, eller kontakt butikken, hvis du vil vide, hvordan det går med din annullering.',
      ],
    },
    unknownLink: {
      title: 'Her er ikke noget længere',
      paragraphs: [
        'Linket er ukendt, eller den annullering, det hørte til, blev afsluttet for længe siden.',
        'Butikken kan fortælle dig, hvordan det står til med din betaling.',
      ],
    },
    trouble: {
      title: 'Prøv igen om et øjeblik',
      paragraphs: ['Vi kan ikke hente din annullering lige nu. Intet er gået tabt.'],
    },
  },
};
