import type { PayerTexts } from './payer-texts.js';

const CHECK_SOON = 'Tarkista tilanne hetken kuluttua uudelleen.';
const KEEP_CHECKING = 'Jatkamme tarkistamista, ja tulos näkyy tällä sivulla.';
const NOTHING_TO_DO =
  'Sinun ei tarvitse tehdä enää mitään. Jos pankkisi näyttää summan vielä katevarauksena, varauksen poistuminen voi kestää muutaman päivän.';
const ASK_SHOP = 'Jos sinulla on kysyttävää tilauksestasi, ota yhteyttä kauppaan.';
const ASK_REFUND = 'Jos haluat rahasi takaisin, ota yhteyttä kauppaan.';
const STILL_CANCEL = 'Jos haluat yhä peruuttaa maksun, ota yhteyttä kauppaan.';
const GIVE_REFERENCE = 'Ota yhteyttä kauppaan ja ilmoita alla oleva viite.';

export const fi: PayerTexts = {
  locale: 'fi',
  timeZone: 'Europe/Helsinki',
  where: 'Maksusi peruuttaminen',
  views: {
    requested: {
      title: 'Peruutusta on pyydetty',
      now: 'Pyydämme pankkiasi tai maksupalvelua peruuttamaan maksun.',
      next: 'Vastaus näkyy tällä sivulla. Pankkisi voi haluta, että hyväksyt peruutuksen. Siinä tapauksessa pääset tältä sivulta pankkiin.',
    },
    awaitingPayer: {
      title: 'Pankkisi tarvitsee hyväksyntäsi',
      now: 'Maksua ei ole vielä peruutettu. Pankkisi haluaa, että hyväksyt peruutuksen ensin.',
      next: 'Jatka pankkiisi ja hyväksy peruutus siellä. Sen jälkeen tarkistamme pankistasi, onko maksu peruutettu. Emme voi peruuttaa maksua ilman hyväksyntääsi.',
    },
    deadlinePassed: {
      title: 'Hyväksynnän määräaika on päättynyt',
      now: 'Tarkistamme vielä viimeisen kerran, onko maksu peruutettu.',
      next: 'Tulos näkyy tällä sivulla.',
    },
    verifying: {
      title: 'Tarkistamme maksuasi',
      now: 'Kysymme pankiltasi tai maksupalvelulta, onko maksu peruutettu. Tämä voi kestää hetken.',
      next: CHECK_SOON,
    },
    awaitingProvider: {
      title: 'Peruutus ei ole vielä valmis',
      now: 'Pankkisi tai maksupalvelu käsittelee sitä edelleen. Sinun ei tarvitse tehdä mitään.',
      next: `${KEEP_CHECKING} Joskus tämä kestää useita tunteja.`,
    },
    needsReview: {
      title: 'Peruutuksesi täytyy tarkistaa',
      now: 'Emme saaneet automaattisesti selville, missä vaiheessa maksu on, joten jonkun täytyy tutkia asia.',
      next: `${KEEP_CHECKING} Jos asialla on kiire, ota yhteyttä kauppaan ja ilmoita alla oleva viite.`,
    },
    unresolved: {
      title: 'Emme saaneet selville maksusi tilannetta',
      now: 'Tarkistuksemme päättyivät ilman selvää vastausta.',
      next: `${GIVE_REFERENCE} Pankkisi voi kertoa, onko rahat veloitettu.`,
    },
    lateNews: {
      title: 'Maksustasi on uutta tietoa',
      now: 'Käsittely oli päättynyt ilman, että maksu peruutettiin. Sen jälkeen olemme saaneet uutta tietoa, ja tarkistamme, mikä maksun tilanne on nyt.',
      next: CHECK_SOON,
    },
    cancelled: {
      title: 'Maksusi on peruutettu',
      now: 'Pankkisi tai maksupalvelu on vahvistanut peruutuksen.',
      next: NOTHING_TO_DO,
    },
    alreadyCancelled: {
      title: 'Maksusi oli jo peruutettu',
      now: 'Pankkisi tai maksupalvelu on vahvistanut, että maksu oli peruutettu jo aiemmin.',
      next: NOTHING_TO_DO,
    },
    aborted: {
      title: 'Maksusi on keskeytetty',
      now: 'Maksua ei ollut vielä suoritettu loppuun, eikä sitä voi enää suorittaa.',
      next: NOTHING_TO_DO,
    },
    partlyCancelled: {
      title: 'Maksusi loppuosa on peruutettu',
      now: 'Osa summasta oli jo veloitettu. Pankkisi tai maksupalvelu on vahvistanut, että loppuosa on peruutettu.',
      next: 'Jos sinulla on kysyttävää veloitetusta osasta, ota yhteyttä kauppaan. Jos pankkisi näyttää loppuosan vielä katevarauksena, varauksen poistuminen voi kestää muutaman päivän.',
    },
    notExecuted: {
      title: 'Maksua ei suoritettu',
      now: 'Peruutettavaa ei enää ollut: maksu epäonnistui, hylättiin tai vanhentui.',
      next: ASK_SHOP,
    },
    tooLate: {
      title: 'Maksua oli liian myöhäistä peruuttaa',
      now: 'Maksu oli jo suoritettu tai hyväksytty.',
      next: 'Jos haluat rahasi takaisin, pyydä kaupalta hyvitystä.',
    },
    alreadyReversed: {
      title: 'Maksu oli jo hyvitetty',
      now: 'Peruutettavaa ei enää ollut, koska maksu oli jo palautettu.',
      next: ASK_SHOP,
    },
    partiallyExecuted: {
      title: 'Osa maksusta on suoritettu',
      now: 'Maksu koostui useista osista, ja osa niistä on jo suoritettu.',
      next: 'Jos haluat tämän osan rahoistasi takaisin, ota yhteyttä kauppaan.',
    },
    notSupported: {
      title: 'Tätä maksua ei voi peruuttaa',
      now: 'Pankkisi tai maksutapasi ei mahdollista tämän maksun peruuttamista.',
      next: ASK_REFUND,
    },
    notCancellable: {
      title: 'Peruuttaminen ei ole mahdollista',
      now: 'Maksun nykyinen tila tai sen ehdot eivät salli peruuttamista.',
      next: ASK_REFUND,
    },
    refused: {
      title: 'Peruutus hylättiin',
      now: 'Peruutusta ei vahvistettu tai otettu vastaan, joten maksu pysyy voimassa.',
      next: STILL_CANCEL,
    },
    payerDidNotValidate: {
      title: 'Peruutusta ei hyväksytty',
      now: 'Pankkisi ei saanut hyväksyntääsi, joten emme enää yritä peruuttaa maksua.',
      next: `Jos hyväksyit peruutuksen viime hetkellä, maksu voi vielä peruuntua. Pankkisi voi kertoa siitä. ${STILL_CANCEL}`,
    },
    stopped: {
      title: 'Peruutus keskeytettiin',
      now: 'Käsittely keskeytettiin ennen kuin se oli valmis.',
      next: STILL_CANCEL,
    },
    notFound: {
      title: 'Maksua ei löytynyt',
      now: 'Maksupalvelu ei tunne tätä maksua.',
      next: GIVE_REFERENCE,
    },
  },
  money: {
    none: 'Tililtäsi ei veloiteta rahaa tästä maksusta.',
    partial: 'Osa rahoista on veloitettu tai veloitetaan.',
    expected: 'Maksua ei ole pysäytetty. Varaudu siihen, että rahat veloitetaan tililtäsi.',
    done: 'Rahat on veloitettu tililtäsi.',
    unknown: 'Emme tiedä, veloitetaanko rahat. Tarkista tilisi tai kysy pankistasi.',
    open: 'Kunnes peruutus on vahvistettu, rahat voidaan vielä veloittaa tililtäsi.',
    givenBack: 'Maksupalvelun mukaan rahat on palautettu tai niitä ollaan palauttamassa sinulle.',
  },
  whatHappensNext: 'Mitä tapahtuu seuraavaksi',
  closedWindow: {
    heading: 'Jos suljit pankkisi ikkunan',
    text: 'Ei hätää. Jos et ole vielä hyväksynyt peruutusta, jatka vain uudelleen pankkiisi.',
  },
  mayClosePage:
    'Voit sulkea tämän sivun ja palata myöhemmin samasta linkistä. Kauppa saa tiedon tuloksesta automaattisesti.',
  looksAgain: { text: 'Tämä sivu päivittyy itsestään muutaman minuutin ajan.', stop: 'Lopeta päivittäminen' },
  replacesEarlier: 'Maksustasi on saatu uutta tietoa: tämä tulos korvaa aiemman.',
  facts: {
    order: 'Tilaus',
    approveBy: 'Hyväksy viimeistään',
    released: 'Peruutettu summa',
    captured: 'Veloitettu summa',
    readAt: 'Maksu tarkistettu viimeksi',
    statusAt: 'Sivu päivitetty',
  },
  actions: { continueAtBank: 'Jatka pankkiini', checkAgain: 'Tarkista uudelleen', backToShop: 'Takaisin kauppaan' },
  reference: { label: 'Viite', hint: 'Ilmoita tämä viite, jos otat yhteyttä kauppaan.' },
  messages: {
    invalidReturn: {
      title: 'Tätä linkkiä ei voi käyttää',
      paragraphs: [
        'Linkki on puutteellinen tai se on muuttunut matkalla. Sillä ei ollut vaikutusta.',
        'Jos tulit juuri pankistasi, ei hätää: tarkistamme tuloksen itse pankistasi.',
        'Jos haluat tietää peruutuksesi tilanteen, käytä kaupan antamaa linkkiä tai ota yhteyttä kauppaan.',
      ],
    },
    unknownLink: {
      title: 'Täällä ei ole enää mitään',
      paragraphs: [
        'Linkkiä ei tunnistettu, tai siihen liittyvä peruutus on päättynyt kauan sitten.',
        'Kauppa voi kertoa maksusi tilanteen.',
      ],
    },
    trouble: {
      title: 'Yritä hetken kuluttua uudelleen',
      paragraphs: ['Emme voi juuri nyt hakea peruutuksesi tietoja. Mitään ei ole kadonnut.'],
    },
  },
};
