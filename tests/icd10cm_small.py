"""A few lines in the XML of ICD-10-CM, written by hand, in which each of its conventions occurs."""

from __future__ import annotations

TABULAR = """\
<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>2015</version>
  <chapter>
    <name>19</name>
    <desc>Injuries of animals (S00-T88)</desc>
    <notes><note>a chapter's note</note></notes>
    <excludes2><note>old age (R54)</note></excludes2>
    <sectionIndex>
      <sectionRef first="S00" last="S09" id="S00-S09">Injuries to the head</sectionRef>
      <sectionRef first="T36" last="T50" id="T36-T50">Drugs</sectionRef>
    </sectionIndex>
    <section id="S00-T50"><desc>Much (S00-T50)</desc></section>
    <section id="S00-S09">
      <desc>Injuries to the head (S00-S09)</desc>
      <diag>
        <name>S00</name>
        <desc>Tuft of head</desc>
        <sevenChrNote><note>A 7th character is added to each code from category S00</note></sevenChrNote>
        <sevenChrDef>
          <extension char="A">first visit</extension>
          <extension char="S">sequela</extension>
          <note>of long ago</note>
        </sevenChrDef>
        <diag>
          <name>S00.1</name>
          <desc>Right tuft</desc>
          <inclusionTerm><note>Dexter tuft</note></inclusionTerm>
          <excludes1><note>left tuft (S00.2-)</note><note>no tuft (S99)</note></excludes1>
        </diag>
        <diag>
          <name>S00.2</name>
          <desc>Left tuft</desc>
          <diag><name>S00.20</name><desc>Left tuft, upper</desc></diag>
        </diag>
      </diag>
    </section>
    <section id="B20">
      <desc>Deafness (B20)</desc>
      <diag>
        <name>B20</name>
        <desc>Deafness</desc>
        <codeFirst><note>cause, such as:</note><note>drug (T36-T50 with fifth or sixth character 5)</note></codeFirst>
        <useAdditionalCode><note>, if applicable, sound (T36.0X5-)</note></useAdditionalCode>
        <includes><note>quiet</note></includes>
      </diag>
    </section>
    <section id="T36-T50">
      <desc>Drugs (T36-T50)</desc>
      <diag>
        <name>T36</name>
        <desc>Drugs</desc>
        <diag>
          <name>T36.0</name>
          <desc>Penicillins</desc>
          <diag placeholder="true">
            <name>T36.0X</name>
            <desc>Penicillins</desc>
            <diag><name>T36.0X5</name><desc>Adverse effect of penicillins</desc></diag>
          </diag>
        </diag>
      </diag>
    </section>
  </chapter>
</ICD10CM.tabular>
"""

INDEX = """\
<ICD10CM.index>
  <version>2015</version>
  <letter>
    <title>T</title>
    <mainTerm>
      <title>Tuft<nemod>(s)</nemod>, tufted<nemod>(of hair) (torn)</nemod> NEC</title>
      <code>S00.1-</code>
      <manif>B20</manif>
      <term level="1">
        <title>left</title>
        <see>Sinister, tuft</see>
        <term level="2"><title>upper</title><code>S00.20</code></term>
        <term level="4"><title>elsewhere</title><subcat>S00.2</subcat></term>
      </term>
      <term level="1"><title>nowhere</title><seeAlso>Wig, gone</seeAlso><code>S98.0</code></term>
      <term level="1"><title>malignant</title><see>Table of Neoplasms, tuft, malignant</see></term>
    </mainTerm>
    <mainTerm><title>Sinister</title><see>condition</see>
      <term level="1"><title>tuft</title><seecat>S00</seecat></term></mainTerm>
  </letter>
</ICD10CM.index>
"""

NEOPLASM = """\
<ICD10CM.index>
  <indexHeading>
    <head col="2">Malignant Primary</head><head col="3">Malignant Secondary</head><head col="4">Ca in situ</head>
    <head col="5">Benign</head><head col="6">Uncertain Behavior</head><head col="7">Unspecified Behavior</head>
  </indexHeading>
  <letter>
    <title>N</title>
    <mainTerm>
      <title>Neoplasm, neoplastic</title>
      <term level="1">
        <title>tuft</title>
        <cell col="2">S00.1-</cell><cell col="3">-</cell><cell col="5">B20</cell>
        <cell col="6">--</cell><cell col="7">?</cell>
      </term>
    </mainTerm>
  </letter>
</ICD10CM.index>
"""
