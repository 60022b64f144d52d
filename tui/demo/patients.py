"""The invented patients. No one of these names is a patient; any likeness is chance."""

from __future__ import annotations

from datetime import date

from protocols.entries import PatientAdmitted

MRNS = (
    "00481-7",
    "00512-9",
    "00533-2",
    "00547-1",
    "00560-4",
    "00578-6",
    "00591-0",
    "00604-3",
    "00619-8",
    "00626-5",
    "00640-1",
    "00655-7",
    "00668-4",
)
"""Hospital numbers, in the order of `PATIENTS`."""

PATIENTS = (
    PatientAdmitted("Okonkwo", "Chidinma", date(1961, 4, 9), "female", "1", "Penicillin: hives", "known"),
    PatientAdmitted("Lindqvist", "Åke", date(1949, 11, 30), "male", "2", "", "none known"),
    PatientAdmitted(
        "de Albuquerque Vasconcelos e Sousa",
        "Maria Eduarda",
        date(1957, 1, 22),
        "female",
        "3",
        "Iodine contrast: wheeze; latex",
        "known",
    ),
    PatientAdmitted("O'Sullivan", "Niamh", date(1984, 8, 3), "female", "4", "", "none known"),
    PatientAdmitted("Nguyễn", "Thị Thu Hà", date(1972, 2, 14), "female", "5", "", "none known"),
    PatientAdmitted("佐藤", "美咲", date(1966, 6, 18), "female", "6", "", "none known"),
    PatientAdmitted(
        "Łukasiewicz", "Zbigniew", date(1953, 12, 5), "male", "7", "Co-trimoxazole: rash", "known"
    ),
    PatientAdmitted("Haddad", "Yousef", date(1978, 9, 27), "male", "8", "", "none known"),
    PatientAdmitted("Mäkinen", "Aino", date(1945, 3, 1), "female", "9", "Aspirin: wheeze", "known"),
    PatientAdmitted("Kaur", "Gurpreet", date(1969, 7, 11), "female", "10", "", "none known"),
    PatientAdmitted("Papadopoulou", "Eleni", date(1959, 10, 8), "female", "11", "", "not recorded"),
    PatientAdmitted("Abebe", "Tadesse", date(1990, 5, 25), "male", "12", "", "none known"),
    PatientAdmitted("Whitcombe", "Rosalind", date(1963, 3, 19), "female", "13", "", "none known"),
)
