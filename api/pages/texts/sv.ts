import type { PayerTexts } from './payer-texts.js';

const CHECK_SOON = 'Kontrollera igen om en liten stund.';
const KEEP_CHECKING = 'Vi fortsätter att kontrollera och resultatet visas på den här sidan.';
const NOTHING_TO_DO =
  'Du behöver inte göra något mer. Om din bank fortfarande visar beloppet som reserverat kan det ta några dagar innan det försvinner.';
const ASK_SHOP = 'Kontakta butiken om du har frågor om din beställning.';
const ASK_REFUND = 'Kontakta butiken om du vill ha tillbaka dina pengar.';
const STILL_CANCEL = 'Kontakta butiken om du fortfarande vill annullera.';
const GIVE_REFERENCE = 'Kontakta butiken och uppge referensen nedan.';

export const sv: PayerTexts = {
  locale: 'sv',
  timeZone: 'Europe/Stockholm',
  where: 'Annullering av din betalning',
  views: {
    requested: {
      title: 'Annulleringen har begärts',
      now: 'Vi ber din bank eller betaltjänsten att annullera betalningen.',
      next: 'Svaret visas här. Det kan hända att din bank vill att du godkänner annulleringen. I så fall tar den här sidan dig dit.',
    },
    awaitingPayer: {
      title: 'Din bank behöver ditt godkännande',
      now: 'Betalningen är inte annullerad ännu. Din bank vill att du först godkänner annulleringen.',
      next: 'Fortsätt hos din bank och godkänn annulleringen där. Därefter kontrollerar vi med din bank om betalningen är annullerad. Utan ditt godkännande kan vi inte annullera den.',
    },
    deadlinePassed: {
      title: 'Tiden för ditt godkännande har gått ut',
      now: 'Vi kontrollerar en sista gång om betalningen har annullerats.',
      next: 'Resultatet visas på den här sidan.',
    },
    verifying: {
      title: 'Vi kontrollerar din betalning',
      now: 'Vi frågar din bank eller betaltjänsten om betalningen har annullerats. Det kan ta en liten stund.',
      next: CHECK_SOON,
    },
    awaitingProvider: {
      title: 'Annulleringen är inte klar ännu',
      now: 'Din bank eller betaltjänsten arbetar fortfarande med den. Du behöver inte göra något.',
      next: `${KEEP_CHECKING} Ibland tar det flera timmar.`,
    },
    needsReview: {
      title: 'Din annullering behöver granskas',
      now: 'Vi kunde inte ta reda på automatiskt hur det står till med betalningen, så en person behöver titta på den.',
      next: `${KEEP_CHECKING} Om det är bråttom kan du kontakta butiken och uppge referensen nedan.`,
    },
    unresolved: {
      title: 'Vi kunde inte ta reda på hur det står till med din betalning',
      now: 'Våra kontroller avslutades utan ett tydligt svar.',
      next: `${GIVE_REFERENCE} Din bank kan berätta om pengarna har dragits.`,
    },
    lateNews: {
      title: 'Det finns nyheter om din betalning',
      now: 'Ärendet hade avslutats utan att betalningen annullerades. Sedan dess har vi fått ny information och kontrollerar hur det nu står till med betalningen.',
      next: CHECK_SOON,
    },
    cancelled: {
      title: 'Din betalning är annullerad',
      now: 'Din bank eller betaltjänsten har bekräftat annulleringen.',
      next: NOTHING_TO_DO,
    },
    alreadyCancelled: {
      title: 'Din betalning var redan annullerad',
      now: 'Din bank eller betaltjänsten har bekräftat att betalningen hade annullerats tidigare.',
      next: NOTHING_TO_DO,
    },
    aborted: {
      title: 'Din betalning har avbrutits',
      now: 'Betalningen var inte slutförd ännu och kan inte längre slutföras.',
      next: NOTHING_TO_DO,
    },
    partlyCancelled: {
      title: 'Resten av din betalning är annullerad',
      now: 'En del av beloppet hade redan dragits. Din bank eller betaltjänsten har bekräftat att resten är annullerad.',
      next: 'Kontakta butiken om du har frågor om den del som dragits. Om din bank fortfarande visar resten som reserverad kan det ta några dagar innan det försvinner.',
    },
    notExecuted: {
      title: 'Betalningen genomfördes inte',
      now: 'Det fanns inget kvar att annullera: betalningen misslyckades, avvisades eller gick ut.',
      next: ASK_SHOP,
    },
    tooLate: {
      title: 'Det var för sent att annullera betalningen',
      now: 'Betalningen hade redan genomförts eller godtagits.',
      next: 'Be butiken om en återbetalning om du vill ha tillbaka dina pengar.',
    },
    alreadyReversed: {
      title: 'Betalningen var redan återbetald',
      now: 'Det fanns inget kvar att annullera, eftersom betalningen redan hade återförts.',
      next: ASK_SHOP,
    },
    partiallyExecuted: {
      title: 'En del av betalningen har genomförts',
      now: 'Betalningen bestod av flera delar och några av dem har redan genomförts.',
      next: 'Kontakta butiken om du vill ha tillbaka den delen av pengarna.',
    },
    notSupported: {
      title: 'Den här betalningen kan inte annulleras',
      now: 'Din bank eller ditt betalsätt tillåter inte att den här betalningen annulleras.',
      next: ASK_REFUND,
    },
    notCancellable: {
      title: 'Det går inte att annullera',
      now: 'Betalningens nuvarande status eller villkor tillåter inte att den annulleras.',
      next: ASK_REFUND,
    },
    refused: {
      title: 'Annulleringen nekades',
      now: 'Annulleringen godkändes eller accepterades inte. Betalningen gäller därför fortfarande.',
      next: STILL_CANCEL,
    },
    payerDidNotValidate: {
      title: 'Annulleringen godkändes inte',
      now: 'Din bank fick inget godkännande från dig. Därför försöker vi inte längre annullera betalningen.',
      next: `Om du godkände i sista stund kan betalningen ändå komma att annulleras. Din bank kan ge besked. ${STILL_CANCEL}`,
    },
    stopped: {
      title: 'Annulleringen stoppades',
      now: 'Den stoppades innan den var klar.',
      next: STILL_CANCEL,
    },
    notFound: {
      title: 'Betalningen hittades inte',
      now: 'Betaltjänsten känner inte till den här betalningen.',
      next: GIVE_REFERENCE,
    },
  },
  money: {
    none: 'Inga pengar kommer att dras från ditt konto för den här betalningen.',
    partial: 'En del av pengarna har dragits eller kommer att dras.',
    expected: 'Betalningen har inte stoppats. Räkna med att pengarna dras från ditt konto.',
    done: 'Pengarna har dragits från ditt konto.',
    unknown: 'Vi vet inte om pengarna kommer att dras. Kontrollera ditt konto eller fråga din bank.',
    open: 'Tills annulleringen är bekräftad kan pengarna fortfarande dras från ditt konto.',
    givenBack: 'Enligt betaltjänsten har pengarna betalats tillbaka till dig eller är på väg tillbaka.',
  },
  whatHappensNext: 'Vad händer nu?',
  closedWindow: {
    heading: 'Om du har stängt bankens fönster',
    text: 'Det gör inget. Om du inte har godkänt annulleringen ännu är det bara att fortsätta hos din bank igen.',
  },
  mayClosePage:
    'Du kan stänga sidan och komma tillbaka senare med samma länk. Butiken får veta resultatet automatiskt.',
  looksAgain: { text: 'Den här sidan uppdateras av sig själv i några minuter.', stop: 'Sluta uppdatera' },
  replacesEarlier: 'Det har kommit nyheter om din betalning: det här resultatet ersätter ett tidigare.',
  facts: {
    order: 'Beställning',
    approveBy: 'Godkänn senast',
    released: 'Annullerat belopp',
    captured: 'Draget belopp',
    readAt: 'Betalningen kontrollerades senast',
    statusAt: 'Sidan uppdaterad',
  },
  actions: {
    continueAtBank: 'Fortsätt hos min bank',
    checkAgain: 'Kontrollera igen',
    backToShop: 'Tillbaka till butiken',
  },
  reference: { label: 'Referens', hint: 'Uppge den här referensen om du kontaktar butiken.' },
  messages: {
    invalidReturn: {
      title: 'Den här länken kan inte användas',
      paragraphs: [
        'Länken är ofullständig eller har ändrats på vägen. Den har inte fått någon effekt.',
        'Om du nyss kom från din bank behöver du inte oroa dig: vi kontrollerar själva resultatet med banken.',
        'Använd länken från butiken eller kontakta butiken om du vill veta hur det går med annulleringen.',
      ],
    },
    unknownLink: {
      title: 'Här finns inget längre',
      paragraphs: [
        'Länken är okänd, eller så avslutades annulleringen som den hörde till för länge sedan.',
        'Butiken kan berätta hur det står till med din betalning.',
      ],
    },
    trouble: {
      title: 'Försök igen om en liten stund',
      paragraphs: ['Vi kan inte hämta din annullering just nu. Ingenting har gått förlorat.'],
    },
  },
};
