"""Which pictures the admin shows, lets choose and change, and to whom."""

from wagtail.images.models import Image
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from shop.catalogue.models import Picture


class PictureRights(CollectionOwnershipPermissionPolicy):
    """As Wagtail has them by collection, except that a buyer's photograph is nobody's to show in a
    page: they gave it to stand with their review. It is seen there, and hidden there."""

    def __init__(self):
        super().__init__(Picture, auth_model=Image, owner_field_name="uploaded_by_user")

    def instances_user_has_any_permission_for(self, user, actions):
        pictures = super().instances_user_has_any_permission_for(user, actions)
        return pictures.filter(of_a_buyer=False)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return not instance.of_a_buyer and super().user_has_any_permission_for_instance(
            user, actions, instance
        )
