//! The list of pages: one line each.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Routes};
use leptos_router::path;

use crate::pages::apart::{
    AffectationList, AffectationSheet, EstablishmentList, ImportList, ImportWizard, JournalPage, NewImport,
    NewRequest, NoticeList, NoticeSettingsPage, PostList, PostProfile, PostSheet, PractitionerList,
    PractitionerSheet, RequestChange, RequestList, RequestSheet, StaffingTablePage, StructureTree, TourList,
    TourPreparation, TourPublication, TourSheet, UserList,
};
use crate::pages::frame::Frame;
use crate::pages::gates::{NotFound, NotFoundInside};
use crate::pages::home::Home;
use crate::pages::sign_in::SignIn;

/// Every page of the application. All but sign in are inside the frame, which holds the session.
#[component]
pub fn AllRoutes() -> impl IntoView {
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/connexion") view=SignIn />
            <ParentRoute path=path!("") view=Frame>
                <Route path=path!("/") view=Home />
                <Route path=path!("/imports") view=ImportList />
                <Route path=path!("/imports/nouveau") view=NewImport />
                <Route path=path!("/imports/:id") view=ImportWizard />
                <Route path=path!("/tableau-des-emplois") view=StaffingTablePage />
                <Route path=path!("/structures") view=StructureTree />
                <Route path=path!("/postes") view=PostList />
                <Route path=path!("/postes/:id") view=PostSheet />
                <Route path=path!("/postes/:id/profil") view=PostProfile />
                <Route path=path!("/demandes") view=RequestList />
                <Route path=path!("/demandes/nouvelle") view=NewRequest />
                <Route path=path!("/demandes/:id") view=RequestSheet />
                <Route path=path!("/demandes/:id/modifier") view=RequestChange />
                <Route path=path!("/tours") view=TourList />
                <Route path=path!("/tours/:id") view=TourSheet />
                <Route path=path!("/tours/:id/publication") view=TourPublication />
                <Route path=path!("/tours/:id/listes/:finess") view=TourPreparation />
                <Route path=path!("/praticiens") view=PractitionerList />
                <Route path=path!("/praticiens/:id") view=PractitionerSheet />
                <Route path=path!("/affectations") view=AffectationList />
                <Route path=path!("/affectations/:id") view=AffectationSheet />
                <Route path=path!("/journal") view=JournalPage />
                <Route path=path!("/notifications") view=NoticeList />
                <Route path=path!("/notifications/reglages") view=NoticeSettingsPage />
                <Route path=path!("/etablissements") view=EstablishmentList />
                <Route path=path!("/utilisateurs") view=UserList />
                <Route path=path!("/*any") view=NotFoundInside />
            </ParentRoute>
        </Routes>
    }
}
