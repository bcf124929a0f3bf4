"""Invented names: given and family names combined, never those of a real official."""


def _words(text):
    return tuple(text.split())


MEN = _words(
    "Adi Agus Ahmad Aldi Alif Andi Anton Ardi Arief Arman Asep Bagas Bambang Bayu Bima Budi Cahya "
    "Dadang Danang Dani Darma Dedi Dendi Deni Dimas Doni Edi Eko Fajar Farid Fauzan Feri Galih "
    "Gilang Guntur Hadi Hafiz Hari Hendra Heri Herman Ilham Imam Indra Irfan Irwan Iwan Joko "
    "Lukman Maman Mulyadi Nanang Nugroho Panji Purnomo Rahmat Rama Rangga Raka Reza Ridwan Rizal "
    "Rizki Rudi Rusdi Saiful Samsul Satria Sigit Slamet Sofyan Sugeng Surya Taufan Teguh Tito Toni "
    "Ujang Wahyu Wawan Wisnu Yayan Yoga Yudi Yusuf Zaenal Zulfikar Yohanes Markus Togar Made Ketut"
)
WOMEN = _words(
    "Aisyah Amelia Anggi Anisa Arum Astri Ayu Bunga Citra Dahlia Desi Devi Dewi Dian Dina Dwi Eka "
    "Elis Endah Erna Euis Farah Fatimah Fitri Gita Hani Hesti Ida Ika Imas Indah Intan Ira Kartika "
    "Kirana Laila Laksmi Leni Lia Lilis Lina Maya Mega Melati Mira Nadia Nani Neneng Ningsih "
    "Nita Novi Nur Nurul Oktavia Puji Putri Rahma Ratih Ratna Reni Retno Rina Rini Rosa Sari Sekar "
    "Shinta Siti Sri Sukma Susi Tari Tiara Tika Titin Tri Tuti Umi Utami Vina Wahyuni Wati Widya "
    "Winda Wulan Yani Yanti Yulia Yuni Zahra Zulaikha Maria Theresia Rotua Komang Wayan"
)
SECOND = _words(
    "Abdul Adhi Akbar Alam Aji Aulia Bagja Bakti Budiman Cipta Darmawan Eka Fadil Firdaus Gema "
    "Hakim Halim Hidayah Ilmi Jaya Kusuma Laksana Lingga Maulana Mandala Muliawan Nirmala Nova "
    "Pertama Prima Purnama Puspa Rahayu Ramadhan Rizqi Sakti Salam Sanjaya Satya Setia Sukma Surya "
    "Tirta Utama Wira Yudha Zaki Asri Cahyani Damai Embun Gandi Hikmah Kemala"
)
FAMILY = _words(
    "Abdullah Adinata Aditama Anggoro Ardiansyah Arifin Atmaja Basuki Budiarto Cahyadi Darmanto "
    "Darsono Djunaedi Fadillah Fauzi Firmansyah Gunawan Hakim Handayani Handoko Haryanto Hasanah "
    "Hendrawan Hermawan Hidayat Indrawan Irawan Iskandar Juliana Junaidi Kartono Komarudin Kuncoro "
    "Kurniawan Kusnadi Lazuardi Mahendra Mahmudah Mardiana Marlina Maryadi Maulida Mulyana "
    "Mustofa Nasution Nugraha Nurhayati Nuryanto Pamungkas Pangestu Pertiwi Pradana Pranata "
    "Prasetya Priyono Purwanto Puspita Rachman Rahardjo Rahmawati Ramdani Riyanto Rosadi Rosmala "
    "Rukmana Safitri Salim Samosir Santika Santoso Saputra Sasmita Setiawan Setyowati Siregar "
    "Sitorus Soleh Subagja Sudarma Suhendra Sulaeman Sumarni Supriadi Suryadi Susanto Sutisna "
    "Syahputra Tanjung Triyono Utomo Wardhana Wibisono Widodo Wijaya Winarti Wirawan Wulandari "
    "Yulianto Yusman Zakaria"
)
TITLES = ("", "", "", "S.E.", "S.H.", "S.Sos.", "S.Kom.", "S.T.", "S.IP.", "A.Md.", "M.Si.", "M.M.")

# Names of real office holders of the city and of people often named with it. A drawn name that
# holds all words of one of these is drawn again.
REAL_OFFICIALS = (
    "Tri Adhianto Tjahyono",
    "Tri Adhianto",
    "Abdul Harris Bobihoe",
    "Harris Bobihoe",
    "Rahmat Effendi",
    "Raden Gani Muhamad",
    "Gani Muhamad",
    "Junaedi",
    "Reny Hendrawati",
    "Heri Koswara",
    "Sardi Effendi",
    "Sardi Efendi",
    "Mochtar Mohamad",
    "Akhmad Zurfaih",
    "Dedi Mulyadi",
    "Erwan Setiawan",
    "Tito Karnavian",
    "Joko Widodo",
    "Ridwan Kamil",
    "Rini Widyantini",
    "Yudianto",
    "Hudi Wijayanto",
    "Dwi Andyarini",
    "Saifuddaulah",
)


_REAL_WORDS = tuple(frozenset(real.lower().split()) for real in REAL_OFFICIALS)


def is_real_official(name):
    """Say whether a name (titles aside) holds every word of a real official's name."""
    words = set(name.split(",")[0].lower().split())
    return any(real <= words for real in _REAL_WORDS)


def invent_name(rng, *, woman, taken):
    """Return a name that nobody in `taken` has and no real official bears; add it to `taken`."""
    first = WOMEN if woman else MEN
    while True:
        parts = [rng.choice(first), rng.choice(FAMILY)]
        if rng.random() < 0.45 or len(taken) > 4000:
            parts.insert(1, rng.choice(SECOND))
        name = " ".join(parts)
        if name in taken or len(set(parts)) < len(parts) or is_real_official(name):
            continue
        taken.add(name)
        title = rng.choice(TITLES)
        return f"{name}, {title}" if title else name
